//! TP01: prerequisites are topics.

use crate::lint::rule::rule;

rule! {
    code: "TP01",
    name: "known-prerequisites",
    severity: Warning,
    profile: Basic,
    what: "Each slug in `requires` and `helps` is that of another topic of the collection.",
    why: "Prerequisites order new cards and the roadmap; one that does not exist orders nothing, and nobody notices. The loader finds this out and reports it as `collection/unknown-topic`.",
    bad: "- slug: kafka\n  requires: [message-broker]      # the topic is message-brokers",
    good: "- slug: kafka\n  requires: [message-brokers]",
    check: Loader("collection/unknown-topic")
}
