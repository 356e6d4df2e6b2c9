//! A server that gives prepared answers, for what the emulator never answers.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};

/// Answers the requests of flows that come with these bodies, in order, each with status 200. Gives the authority.
///
/// The tenant's metadata, which are asked for in the background, are not there. A request beyond the last answer is
/// refused a connection.
pub(crate) fn serve(bodies: &'static [&'static str]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let mut bodies = bodies.iter();
        while bodies.len() > 0 {
            let (stream, _) = listener.accept().unwrap();
            let mut reader = BufReader::new(stream);
            if read(&mut reader).starts_with("GET ") {
                answer(&mut reader, "404 Not Found", "");
            } else {
                answer(&mut reader, "200 OK", bodies.next().unwrap());
            }
        }
    });
    format!("http://{address}/contoso.onmicrosoft.com")
}

/// Reads a whole request and gives its first line.
fn read(reader: &mut BufReader<TcpStream>) -> String {
    let mut length = 0;
    let mut first = None;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if line.trim().is_empty() {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        first.get_or_insert(line);
    }
    reader.read_exact(&mut vec![0; length]).unwrap();
    first.unwrap_or_default()
}

fn answer(reader: &mut BufReader<TcpStream>, status: &str, body: &str) {
    write!(
        reader.get_mut(),
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
}
