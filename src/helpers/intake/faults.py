"""Faults of files that come in: the first of them whole, the others counted, for a file may have a hundred thousand."""

from collections import Counter

from helpers.data.faults import DataFaults

MOST_SHOWN = 50
_MOST_KINDS = 10


class ManyFaults(DataFaults):
    """Every fault of an import; as text the first, and how many more there are of each kind."""

    def __str__(self) -> str:
        if len(self.faults) <= MOST_SHOWN:
            return super().__str__()
        shown = DataFaults(self.faults[:MOST_SHOWN]).__str__().splitlines()[1:]
        kinds = Counter((fault.field, fault.expected) for fault in self.faults[MOST_SHOWN:])
        more = [
            f"  … and {count:,} more{f' in {field}' if field else ''}: expected {expected}"
            for (field, expected), count in kinds.most_common(_MOST_KINDS)
        ]
        if rest := sum(count for _, count in kinds.most_common()[_MOST_KINDS:]):
            more.append(f"  … and {rest:,} more of other kinds")
        return "\n".join([f"{len(self.faults):,} faults in the data:", *shown, *more])
