//! Word lists the rules on English fronts and answers look things up in.

use crate::lint::text;

/// Verbs with which a front may ask without a question mark.
pub(crate) const IMPERATIVES: &[&str] = &[
    "Arrange",
    "Calculate",
    "Choose",
    "Complete",
    "Compute",
    "Convert",
    "Decide",
    "Fill",
    "Find",
    "Give",
    "Match",
    "Name",
    "Order",
    "Pick",
    "Predict",
    "Put",
    "Show",
    "State",
    "Write",
];

/// Words with which a question begins that can be answered by yes or no.
pub(crate) const AUXILIARIES: &[&str] = &[
    "is", "are", "was", "were", "does", "do", "did", "can", "could", "will", "would", "should",
    "has", "have", "had", "must", "may", "might",
];

/// Words that ask for more than yes or no.
pub(crate) const ASKING: &[&str] =
    &["what", "which", "who", "whom", "whose", "when", "where", "why", "how", "whether"];

/// Words that say "without exception".
pub(crate) const ABSOLUTES: &[&str] = &["always", "never", "all", "none", "only", "every"];

/// Sorted. Products whose defaults, limits and versions change, and whose names give nothing away.
pub(crate) const PRODUCTS: &[&str] = &[
    "airflow",
    "ansible",
    "apache",
    "aws",
    "azure",
    "bash",
    "caddy",
    "cassandra",
    "chrome",
    "cloudflare",
    "cockroachdb",
    "consul",
    "containerd",
    "django",
    "docker",
    "dynamodb",
    "elasticsearch",
    "envoy",
    "etcd",
    "express",
    "firefox",
    "gcp",
    "git",
    "grafana",
    "haproxy",
    "helm",
    "innodb",
    "jaeger",
    "java",
    "jmeter",
    "kafka",
    "kubernetes",
    "linux",
    "mariadb",
    "memcached",
    "mongodb",
    "mysql",
    "nats",
    "nginx",
    "node",
    "opentelemetry",
    "oracle",
    "pgbouncer",
    "postgres",
    "postgresql",
    "prometheus",
    "python",
    "rabbitmq",
    "rails",
    "redis",
    "s3",
    "spring",
    "sqlite",
    "systemd",
    "terraform",
    "tomcat",
    "traefik",
    "valkey",
    "vault",
    "zookeeper",
];

/// Sorted. Spellings that are wrong in every context, with what is meant.
pub(crate) const MISSPELT: &[(&str, &str)] = &[
    ("accomodate", "accommodate"),
    ("accross", "across"),
    ("acheive", "achieve"),
    ("adress", "address"),
    ("agressive", "aggressive"),
    ("alot", "a lot"),
    ("apparantly", "apparently"),
    ("appropiate", "appropriate"),
    ("arguement", "argument"),
    ("asynchonous", "asynchronous"),
    ("atleast", "at least"),
    ("authentification", "authentication"),
    ("availible", "available"),
    ("avaliable", "available"),
    ("becuase", "because"),
    ("begining", "beginning"),
    ("beleive", "believe"),
    ("cachable", "cacheable"),
    ("calender", "calendar"),
    ("catagory", "category"),
    ("comming", "coming"),
    ("commited", "committed"),
    ("comparision", "comparison"),
    ("compatability", "compatibility"),
    ("completly", "completely"),
    ("concensus", "consensus"),
    ("concurency", "concurrency"),
    ("consistancy", "consistency"),
    ("consistant", "consistent"),
    ("contrained", "constrained"),
    ("databse", "database"),
    ("definately", "definitely"),
    ("dependancy", "dependency"),
    ("diffrent", "different"),
    ("disapear", "disappear"),
    ("doesnt", "doesn't"),
    ("dont", "don't"),
    ("embarass", "embarrass"),
    ("enviroment", "environment"),
    ("existance", "existence"),
    ("explicitely", "explicitly"),
    ("familar", "familiar"),
    ("fufill", "fulfil"),
    ("garantee", "guarantee"),
    ("gaurantee", "guarantee"),
    ("guarentee", "guarantee"),
    ("happend", "happened"),
    ("heirarchy", "hierarchy"),
    ("idempotant", "idempotent"),
    ("immediatly", "immediately"),
    ("implemention", "implementation"),
    ("independant", "independent"),
    ("infomation", "information"),
    ("initalize", "initialize"),
    ("intial", "initial"),
    ("langauge", "language"),
    ("lenght", "length"),
    ("libary", "library"),
    ("maintainance", "maintenance"),
    ("mesage", "message"),
    ("neccessary", "necessary"),
    ("necesary", "necessary"),
    ("noticable", "noticeable"),
    ("occured", "occurred"),
    ("occurence", "occurrence"),
    ("overriden", "overridden"),
    ("paralell", "parallel"),
    ("parrallel", "parallel"),
    ("performace", "performance"),
    ("persistant", "persistent"),
    ("posible", "possible"),
    ("prefered", "preferred"),
    ("priviledge", "privilege"),
    ("proccess", "process"),
    ("propogate", "propagate"),
    ("recieve", "receive"),
    ("recomend", "recommend"),
    ("refered", "referred"),
    ("relevent", "relevant"),
    ("reponse", "response"),
    ("requst", "request"),
    ("resourse", "resource"),
    ("responce", "response"),
    ("retreive", "retrieve"),
    ("seperate", "separate"),
    ("similiar", "similar"),
    ("succesful", "successful"),
    ("successfull", "successful"),
    ("syncronous", "synchronous"),
    ("teh", "the"),
    ("threshhold", "threshold"),
    ("transfered", "transferred"),
    ("truely", "truly"),
    ("untill", "until"),
];

/// Says whether a word is one of a list, in whatever case.
pub(crate) fn is_in(word: &str, list: &[&str]) -> bool {
    list.iter().any(|listed| listed.eq_ignore_ascii_case(word))
}

/// Returns the first word of a text, in lower case.
pub(crate) fn first_word(prose: &str) -> String {
    text::words(prose).next().map_or(String::new(), |(_, word)| word.to_lowercase())
}

/// Says whether a word is the name of a product, in whatever case.
pub(crate) fn is_product(word: &str) -> bool {
    PRODUCTS.binary_search_by(|name| name.bytes().cmp(lower_bytes(word))).is_ok()
}

/// Returns what is meant by a misspelt word.
pub(crate) fn meant_by(word: &str) -> Option<&'static str> {
    let found = MISSPELT.binary_search_by(|(bad, _)| bad.bytes().cmp(lower_bytes(word)));
    found.ok().map(|place| MISSPELT[place].1)
}

fn lower_bytes(word: &str) -> impl Iterator<Item = u8> {
    word.bytes().map(|byte| byte.to_ascii_lowercase())
}

// The lists are searched by halves, so a word out of order would never be found.
const _: () = {
    let mut at = 1;
    while at < PRODUCTS.len() {
        assert!(is_before(PRODUCTS[at - 1], PRODUCTS[at]));
        at += 1;
    }
    let mut at = 1;
    while at < MISSPELT.len() {
        assert!(is_before(MISSPELT[at - 1].0, MISSPELT[at].0));
        at += 1;
    }
};

const fn is_before(one: &str, two: &str) -> bool {
    let (one, two) = (one.as_bytes(), two.as_bytes());
    let mut at = 0;
    while at < one.len() && at < two.len() {
        if one[at] != two[at] {
            return one[at] < two[at];
        }
        at += 1;
    }
    one.len() < two.len()
}
