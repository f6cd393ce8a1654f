"""The embedded broker: a real Valkey."""

import socket
from pathlib import Path

from benchmarks.deployment.broker import Broker
from benchmarks.deployment.services import is_listening


def ask(broker: Broker, command: str) -> str:
    """What it answers."""
    with socket.create_connection(("127.0.0.1", broker.port)) as connection:
        connection.sendall(f"{command}\r\n".encode())
        return connection.recv(1000).decode().strip()


def test_a_broker_answers_as_long_as_it_is_needed_and_keeps_nothing(tmp_path: Path) -> None:
    """On loopback, as a service of its own role; what was in it is gone with it."""
    broker, home = Broker(), tmp_path / "home"
    with broker.running(home, tmp_path / "logs") as (service,):
        assert service.service.role == "broker"
        assert broker.url == f"redis://127.0.0.1:{broker.port}/0"
        assert ask(broker, "PING") == "+PONG"
        assert ask(broker, "SET key value") == "+OK"
    assert not is_listening(broker.port)
    assert list(home.iterdir()) == []
    with broker.running(home, tmp_path / "logs"):
        assert ask(broker, "GET key") == "$-1"


def test_two_brokers_do_not_meet(tmp_path: Path) -> None:
    """Each stack has one of its own."""
    one, other = Broker(), Broker()
    with one.running(tmp_path / "one", tmp_path), other.running(tmp_path / "other", tmp_path):
        ask(one, "SET key value")
        assert ask(other, "GET key") == "$-1"
