"""Write said.txt anew from what the checks say now of each case: look at the difference before you keep it.

python tests/cases/checks/refresh.py
"""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent))

from test_checking import said  # noqa: E402

(HERE / "said.txt").write_text(said(), encoding="utf-8")
