//! Word lists the rules on English fronts and answers look things up in.

use crate::lint::text;

/// Verbs with which a front may ask without a question mark.
pub const IMPERATIVES: &[&str] = &[
    "Arrange", "Calculate", "Choose", "Complete", "Compute", "Convert", "Decide", "Fill", "Find",
    "Give", "Match", "Name", "Order", "Pick", "Predict", "Put", "Show", "State", "Write",
];

/// Words with which a question begins that can be answered by yes or no.
pub const AUXILIARIES: &[&str] = &[
    "is", "are", "was", "were", "does", "do", "did", "can", "could", "will", "would", "should",
    "has", "have", "had", "must", "may", "might",
];

/// Words that ask for more than yes or no.
pub const ASKING: [&str; 10] =
    ["what", "which", "who", "whom", "whose", "when", "where", "why", "how", "whether"];

/// Words that say "without exception".
pub const ABSOLUTES: &[&str] = &["always", "never", "all", "none", "only", "every"];

/// Products whose defaults, limits and versions change, and whose names give nothing away.
pub const PRODUCTS: &[&str] = &[
    "airflow", "ansible", "apache", "aws", "azure", "bash", "caddy", "cassandra", "chrome",
    "cloudflare", "cockroachdb", "consul", "containerd", "django", "docker", "dynamodb",
    "elasticsearch", "envoy", "etcd", "express", "firefox", "gcp", "git", "grafana", "haproxy",
    "helm", "innodb", "java", "jaeger", "jmeter", "kafka", "kubernetes", "linux", "mariadb",
    "memcached", "mongodb", "mysql", "nats", "nginx", "node", "opentelemetry", "oracle",
    "pgbouncer", "postgres", "postgresql", "prometheus", "python", "rabbitmq", "rails", "redis",
    "s3", "spring", "sqlite", "systemd", "terraform", "tomcat", "traefik", "valkey", "vault",
    "zookeeper",
];

/// Spellings that are wrong in every context, with what is meant.
pub const MISSPELT: &[(&str, &str)] = &[
    ("accomodate", "accommodate"), ("acheive", "achieve"), ("accross", "across"),
    ("adress", "address"), ("agressive", "aggressive"), ("alot", "a lot"),
    ("apparantly", "apparently"), ("appropiate", "appropriate"), ("arguement", "argument"),
    ("asynchonous", "asynchronous"), ("atleast", "at least"), ("authentification", "authentication"),
    ("availible", "available"), ("avaliable", "available"), ("becuase", "because"),
    ("begining", "beginning"), ("beleive", "believe"), ("calender", "calendar"),
    ("catagory", "category"), ("cachable", "cacheable"), ("comming", "coming"),
    ("commited", "committed"), ("comparision", "comparison"), ("compatability", "compatibility"),
    ("completly", "completely"), ("concurency", "concurrency"), ("concensus", "consensus"),
    ("consistant", "consistent"), ("consistancy", "consistency"), ("contrained", "constrained"),
    ("databse", "database"), ("definately", "definitely"), ("dependancy", "dependency"),
    ("diffrent", "different"), ("disapear", "disappear"),
    ("doesnt", "doesn't"), ("dont", "don't"), ("embarass", "embarrass"),
    ("enviroment", "environment"), ("existance", "existence"), ("explicitely", "explicitly"),
    ("familar", "familiar"), ("fufill", "fulfil"), ("gaurantee", "guarantee"),
    ("garantee", "guarantee"), ("guarentee", "guarantee"), ("happend", "happened"),
    ("heirarchy", "hierarchy"), ("idempotant", "idempotent"), ("immediatly", "immediately"),
    ("implemention", "implementation"), ("independant", "independent"), ("infomation", "information"),
    ("initalize", "initialize"), ("intial", "initial"), ("langauge", "language"),
    ("lenght", "length"), ("libary", "library"), ("maintainance", "maintenance"),
    ("mesage", "message"), ("neccessary", "necessary"), ("necesary", "necessary"),
    ("noticable", "noticeable"), ("occured", "occurred"), ("occurence", "occurrence"),
    ("overriden", "overridden"), ("paralell", "parallel"), ("parrallel", "parallel"),
    ("performace", "performance"), ("persistant", "persistent"), ("posible", "possible"),
    ("prefered", "preferred"), ("priviledge", "privilege"), ("proccess", "process"),
    ("propogate", "propagate"), ("recieve", "receive"),
    ("recomend", "recommend"), ("refered", "referred"), ("relevent", "relevant"),
    ("reponse", "response"), ("requst", "request"), ("resourse", "resource"),
    ("responce", "response"), ("retreive", "retrieve"), ("seperate", "separate"),
    ("similiar", "similar"), ("succesful", "successful"), ("successfull", "successful"),
    ("syncronous", "synchronous"), ("teh", "the"), ("threshhold", "threshold"),
    ("transfered", "transferred"), ("truely", "truly"), ("untill", "until"),
];

/// Says whether a word is one of a list, in whatever case.
pub fn is_in(word: &str, list: &[&str]) -> bool {
    list.iter().any(|listed| listed.eq_ignore_ascii_case(word))
}

/// Returns the first word of a text, in lower case.
pub fn first_word(prose: &str) -> String {
    text::words(prose).next().map_or(String::new(), |(_, word)| word.to_lowercase())
}
