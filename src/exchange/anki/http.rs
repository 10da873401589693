//! The little of HTTP that it takes to ask a program on the own machine: one question on a connection
//! of its own, one answer.
//!
//! No encryption, no proxy, no redirection, no compression. The question is one of HTTP 1.0, so that
//! the answer comes as a whole and the connection ends with it.

use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

/// The longest head of an answer that is read, in bytes.
const LONGEST_HEAD: u64 = 64 << 10;
/// The largest answer that is read, in bytes.
const LARGEST: u64 = 256 << 20;
/// How long it may take to be there.
const GREETING: Duration = Duration::from_secs(5);

/// What came back.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Answer {
    /// The status, as in 200.
    pub(super) status: u16,
    /// What was said.
    pub(super) body: Vec<u8>,
}

/// Sends JSON to a host and a port, and returns what comes back. What is no answer of HTTP is
/// [`ErrorKind::InvalidData`]; nothing for so long as one is patient is [`ErrorKind::TimedOut`].
pub(super) fn post(host: &str, port: u16, json: &str, patience: Duration) -> io::Result<Answer> {
    let mut stream = connect(host, port)?;
    stream.set_read_timeout(Some(patience))?;
    stream.set_write_timeout(Some(patience))?;
    let name = if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
    let head = format!(
        "POST / HTTP/1.0\r\nHost: {name}:{port}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n",
        json.len()
    );
    let mut ask = || {
        stream.write_all(head.as_bytes())?;
        stream.write_all(json.as_bytes())?;
        answer(BufReader::new(&stream))
    };
    ask().map_err(|error| match error.kind() {
        // So it is called on some systems.
        ErrorKind::WouldBlock => ErrorKind::TimedOut.into(),
        _ => error,
    })
}

fn connect(host: &str, port: u16) -> io::Result<TcpStream> {
    let mut last = io::Error::from(ErrorKind::NotFound);
    for address in (host, port).to_socket_addrs()? {
        match TcpStream::connect_timeout(&address, GREETING) {
            Ok(stream) => return Ok(stream),
            Err(error) => last = error,
        }
    }
    Err(last)
}

fn answer(stream: impl BufRead) -> io::Result<Answer> {
    let odd = || io::Error::from(ErrorKind::InvalidData);
    let mut stream = stream.take(LONGEST_HEAD);
    let first = line(&mut stream)?;
    let mut words = first.split(' ');
    let is_http = words.next().is_some_and(|word| word.starts_with("HTTP/1."));
    let status = words.next().and_then(|word| word.parse().ok()).filter(|_| is_http);
    let status = status.ok_or_else(odd)?;
    let mut length = None;
    loop {
        let line = line(&mut stream)?;
        if line.is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = Some(value.trim().parse::<u64>().map_err(|_| odd())?);
        }
    }
    let too_long = || io::Error::other("the answer is too long");
    if length.is_some_and(|length| length > LARGEST) {
        return Err(too_long());
    }
    stream.set_limit(length.unwrap_or(LARGEST + 1));
    let mut body = Vec::new();
    let read = stream.read_to_end(&mut body)? as u64;
    match length {
        Some(length) if read < length => Err(ErrorKind::UnexpectedEof.into()),
        None if read > LARGEST => Err(too_long()),
        _ => Ok(Answer { status, body }),
    }
}

/// Reads a line of the head, without its end.
fn line(stream: &mut impl BufRead) -> io::Result<String> {
    let mut line = Vec::new();
    stream.read_until(b'\n', &mut line)?;
    let line = line.strip_suffix(b"\n").ok_or(ErrorKind::InvalidData)?;
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    Ok(String::from_utf8_lossy(line).into_owned())
}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;
    use std::net::TcpListener;
    use std::time::Duration;

    use super::{Answer, answer, post};

    #[test]
    fn who_says_nothing_is_waited_for_so_long() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let port = listener.local_addr().expect("it has one").port();
        let silent = post("127.0.0.1", port, "{}", Duration::from_millis(20));
        assert_eq!(silent.map_err(|error| error.kind()), Err(ErrorKind::TimedOut));
    }

    #[test]
    fn answers_are_read_to_their_end() {
        let body = |body: &str| Answer { status: 200, body: body.as_bytes().to_vec() };
        let cases = [
            ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok and more", Ok(body("ok"))),
            ("HTTP/1.0 200\ncontent-length:2\n\nok", Ok(body("ok"))),
            ("HTTP/1.1 200 OK\r\n\r\nuntil it is closed", Ok(body("until it is closed"))),
            ("HTTP/1.1 403 Forbidden\r\n\r\n", Ok(Answer { status: 403, body: Vec::new() })),
            ("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok", Err(ErrorKind::UnexpectedEof)),
            ("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nok", Err(ErrorKind::InvalidData)),
            ("HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n", Err(ErrorKind::Other)),
            ("HTTP/1.1 200 OK\r\nand no end", Err(ErrorKind::InvalidData)),
            ("SSH-2.0-OpenSSH_9.9\r\n", Err(ErrorKind::InvalidData)),
            ("HTTP/1.1 fine\r\n\r\n", Err(ErrorKind::InvalidData)),
            ("", Err(ErrorKind::InvalidData)),
        ];
        for (text, wanted) in cases {
            let found = answer(text.as_bytes()).map_err(|error| error.kind());
            assert_eq!(found, wanted, "{text}");
        }
        let endless = "x".repeat(1 << 20);
        let found = answer(endless.as_bytes()).map_err(|error| error.kind());
        assert_eq!(found, Err(ErrorKind::InvalidData));
    }
}
