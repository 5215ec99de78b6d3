"""One POST to a search engine: checked, bounded, and nowhere else."""

import socket
import ssl
import time
from http.client import HTTPSConnection
from threading import Thread

import pytest

from articles.seo import posting
from articles.seo.posting import PushFailed, post

HOST = "engine.example"


def test_it_goes_over_https_and_looks_at_the_certificate():
    connection = posting.connect(HOST)
    assert isinstance(connection, HTTPSConnection)
    context = connection._context
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert (connection.host, connection.port, connection.timeout) == (HOST, 443, posting.TIMEOUT)


def test_what_is_sent_and_what_comes_back(engine):
    engine.answer((202, "收下了"))
    assert post(HOST, "/indexnow?a=1", "内容".encode(), "text/plain") == (202, "收下了")
    (heard,) = engine.heard
    assert (heard.path, heard.content_type, heard.body) == ("/indexnow?a=1", "text/plain", "内容")


def test_a_redirect_is_not_followed(engine):
    engine.answer((302, ""))
    assert post(HOST, "/", b"", "text/plain")[0] == 302
    assert len(engine.heard) == 1


def test_a_long_answer_is_not_read_to_its_end(engine):
    engine.answer((200, "x" * (posting.MOST_BYTES + 1)))
    with pytest.raises(PushFailed, match="回答太长"):
        post(HOST, "/", b"", "text/plain")


def test_an_engine_that_does_not_answer(engine, monkeypatch):
    monkeypatch.setattr(posting, "TIMEOUT", 0.05)
    engine.wait = 0.2
    with pytest.raises(PushFailed, match=r"超过 0.05 秒没有回答"):
        post(HOST, "/", b"", "text/plain")


def test_an_engine_that_answers_by_drops(monkeypatch):
    """Each step within its time, the whole not."""
    listener = socket.create_server(("127.0.0.1", 0))

    def drip():
        client, _ = listener.accept()
        client.recv(1000)
        client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(100):
            try:
                client.sendall(b".")
            except OSError:
                break
            time.sleep(0.01)
        client.close()

    thread = Thread(target=drip)
    thread.start()
    port = listener.getsockname()[1]
    monkeypatch.setattr(posting, "connect", lambda host: posting.HTTPConnection("127.0.0.1", port, timeout=1))
    monkeypatch.setattr(posting, "LONGEST", 0.05)
    with pytest.raises(PushFailed, match="没有说完"):
        post(HOST, "/", b"", "text/plain")
    thread.join()
    listener.close()


def test_nobody_there_and_the_key_is_not_told(monkeypatch):
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    listener.close()
    monkeypatch.setattr(posting, "connect", lambda host: posting.HTTPConnection("127.0.0.1", port, timeout=1))
    with pytest.raises(PushFailed) as failure:
        post(HOST, "/urls?token=geheim", b"", "text/plain")
    assert str(failure.value) == "连接 engine.example 没有成功（ConnectionRefusedError）。"


def test_a_certificate_that_is_not_the_host_s(monkeypatch):
    def refuse(*args, **kwargs):
        error = ssl.SSLCertVerificationError(1, "wrong")
        error.verify_message = "Hostname mismatch"
        raise error

    monkeypatch.setattr(HTTPSConnection, "connect", refuse)
    with pytest.raises(PushFailed, match=r"engine.example 的证书不对（Hostname mismatch），没有推送。"):
        post(HOST, "/", b"", "text/plain")
