"""How words are written everywhere."""

from report.text import one_line


def test_a_long_message_keeps_its_beginning_and_its_end() -> None:
    """The cause stands at the end; a short message stays as it is, on one line."""
    assert one_line("the end of log:\nerror: none", 40) == "the end of log: error: none"
    shown = one_line(f"the end of /a/{'long/' * 80}log:\nerror: there is no such file", 100)
    assert len(shown) <= 100
    assert shown.startswith("the end of /a/")
    assert " … " in shown
    assert shown.endswith("error: there is no such file")
