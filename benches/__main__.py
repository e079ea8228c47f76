"""``python -m benches`` measures everything and prints the tables."""

from __future__ import annotations

from benches.counting import main

if __name__ == "__main__":
    main()
