//! An emulator behind a front that dies at the first request to one endpoint, without an answer.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};

/// Passes requests on to the emulator, until one for a path with this end comes. Gives the front's address.
pub(crate) fn serve(emulator: SocketAddr, last: &'static str) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        loop {
            let (client, _) = listener.accept().unwrap();
            let (head, body) = read(&client);
            let path = head.split(' ').nth(1).unwrap();
            if path.ends_with(last) {
                return;
            }
            pass_on(&client, emulator, &head, &body);
        }
    });
    address
}

fn read(client: &TcpStream) -> (String, Vec<u8>) {
    let mut reader = BufReader::new(client);
    let mut head = String::new();
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        let name = line.split(':').next().unwrap().to_ascii_lowercase();
        match name.as_str() {
            // Those of the other connection are written anew.
            "host" | "connection" => continue,
            "content-length" => length = line[15..].trim().parse().unwrap(),
            _ => {}
        }
        if line.trim().is_empty() {
            break;
        }
        head += &line;
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    (head, body)
}

/// One request a connection: the emulator closes it after the answer, which tells the client to do the same.
fn pass_on(mut client: &TcpStream, emulator: SocketAddr, head: &str, body: &[u8]) {
    let mut server = TcpStream::connect(emulator).unwrap();
    write!(
        server,
        "{head}host: {emulator}\r\nconnection: close\r\n\r\n"
    )
    .unwrap();
    server.write_all(body).unwrap();
    let mut answer = Vec::new();
    server.read_to_end(&mut answer).unwrap();
    client.write_all(&answer).unwrap();
}
