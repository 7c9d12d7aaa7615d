from pipeline.letters import plain


def test_marks_go_and_offsets_hold() -> None:
    marked = "Hà Nội, Łódź, Đà Nẵng, Türkiye, Tromsø, Straße, Æthelred"
    assert plain(marked) == "Ha Noi, Lodz, Da Nang, Turkiye, Tromso, Straße, Æthelred"
    assert len(plain(marked)) == len(marked)
