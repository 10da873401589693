-- Finished quizzes and prompts of interviews stand in the log without a card, a few among a million answers.
-- Retractions have no card either, and an index of their own.
create index event_sitting on event (kind, at_ms) where card is null and target_seq is null;
