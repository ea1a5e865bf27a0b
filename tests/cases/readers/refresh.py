"""Write expected.json anew from what the readers say now: look at the difference before you keep it.

python tests/cases/readers/refresh.py
"""

import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent))

from test_readers_formats import SAMPLES, understood  # noqa: E402

found = {path.name: understood(path) for path in SAMPLES}
(HERE / "expected.json").write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
