from medcls_core.geometry import Box
from medcls_core.store import looks
from medcls_core.store.columns import now_utc
from medcls_core.store.looks import Look


def test_ledger_keeps_every_look_of_every_reader_apart(store, image):
    one = Look(Box(0, 0, 100, 50), 4.0, 1.5, now_utc())
    other = Look(Box(50, 0, 100, 50), 1.0, 2.25, now_utc())
    with store.session() as session:
        looks.add(session, image, "Dr Wang 王", [one])
        looks.add(session, image, "Dr Wang 王", [other, one])
        looks.add(session, image, "Dr Li", [other])
        looks.add(session, image, "Dr Li", [])
    with store.session(read_only=True) as session:
        assert looks.of_image(session, image, "Dr Wang 王") == [one, other, one]
        assert looks.of_image(session, image, "Dr Li") == [other]
        assert looks.readers_of(session, image) == ["Dr Li", "Dr Wang 王"]
