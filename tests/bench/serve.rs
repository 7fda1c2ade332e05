//! The process that plays the portal: HTTP/1.1 with ready bodies, no more than the audit needs.

use std::collections::HashMap;
use std::io::Read as _;
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

type Answers = Arc<HashMap<String, Vec<u8>>>;

/// Serves a portal of `pages` pages until standard input ends; the first line of output is the port.
pub(crate) fn run(pages: usize) {
    let answers: HashMap<String, Vec<u8>> =
        crate::portal::pages(pages).into_iter().map(|(path, body)| (path, answer("200 OK", &body))).collect();
    let answers = Arc::new(answers);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        println!("{}", listener.local_addr().unwrap().port());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(stream, Arc::clone(&answers)));
            }
        });
        let ended = tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new()));
        let _ = ended.await;
    });
    runtime.shutdown_background();
}

fn answer(status: &str, body: &[u8]) -> Vec<u8> {
    let mut whole = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\r\n",
        body.len()
    )
    .into_bytes();
    whole.extend_from_slice(body);
    whole
}

async fn talk(mut stream: TcpStream, answers: Answers) {
    let absent = answer("404 Not Found", b"<!DOCTYPE html><title>404</title><p>Not Found</p>");
    let _ = stream.set_nodelay(true);
    let mut head = Vec::with_capacity(2048);
    loop {
        head.clear();
        while !head.ends_with(b"\r\n\r\n") {
            match stream.read_buf(&mut head).await {
                Ok(0) | Err(_) => return,
                Ok(_) => {}
            }
        }
        let target = std::str::from_utf8(&head).ok().and_then(|h| h.split(' ').nth(1)).unwrap_or_default();
        let path = target.split('?').next().unwrap_or_default();
        let body = answers.get(path).unwrap_or(&absent);
        if stream.write_all(body).await.is_err() {
            return;
        }
    }
}
