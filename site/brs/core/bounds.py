"""How much of what people send is read, and how long: each bound once, with its reason. Plain Python."""

from dataclasses import dataclass

# --- lists of people, pasted or as files ----------------------------------------------------------
LIST_ROWS = 5_000  # people at a time; an undo is a list too
LIST_LINES = 2 * LIST_ROWS + 100  # every second one may be empty, and titles may stand above the people
LIST_COLUMNS = 64  # twice what forms and programs export of a participant
LIST_CELL = 2_000  # characters; an answer in a form's export, of which none is a name or an address
LIST_FILE = 8_000_000  # bytes: 5,000 rows of 30 columns in any script, as CSV
LIST_TEXT = 600_000  # characters of a list in its form: in Chinese they are just under DATA_UPLOAD_MAX_MEMORY_SIZE
WORKBOOK_UNPACKED = 60_000_000  # bytes: what those 5,000 rows unpack to is 11 MB

# --- what editors upload -----------------------------------------------------------------------------
PICTURE_PIXELS = 50_000_000  # of all frames together: a good camera's. To be shown it is unpacked to 200 MB
TRANSLATION_FILE = 2_000_000  # bytes of a PO or XLIFF file; a long lesson has 60,000 in each language
TRANSLATION_TEXTS = 3_000  # of one page; a long lesson has 300
TRANSLATION_ARCHIVE = 8_000_000  # bytes of all files of a course, packed
TRANSLATION_UNPACKED = 20_000_000  # bytes: a course of 60 lessons and 300 questions has 4 MB
TRANSLATION_TEXTS_OF_ALL = 20_000  # of all pages and questions of a course

QUESTIONS = 500  # of one file: each is read by somebody before it is taken, and takes some 40 ms to be saved
QUESTION_FILE = 8_000_000  # bytes; a Moodle course of 500 questions with its pictures
QUESTION_UNPACKED = 60_000_000  # bytes of XML, of a document or a workbook
QUESTION_ISSUES = 1_000  # lines that were not understood and are named; more are counted

# --- a request ------------------------------------------------------------------------------------
HEAD = 65_536  # bytes; an address and cookies are some 2,000
HEAD_SECONDS = 20  # from the first byte of the connection to the last of the head
BODY = 12_000_000  # bytes: the largest list of people, with the form around it
BODY_IN_ADMIN = 500_000_000  # a film; whoever serves larger ones raises it, and the proxy's with it
BODY_IN_MEMORY = 65_536  # what is longer waits in a temporary file
CHUNK_LINE = 8_190  # bytes before each chunk of a body that comes in them; gunicorn's own bound
BODY_BYTES_A_SECOND = 1_000  # slower lines are given up: a phone on a very bad line has some 2,000
LEAVING_SECONDS = 2  # for which a line that is closed may still bring what nobody reads
LONG_ANSWER = 200_000  # bytes; a page has a tenth of it, and what is shorter mostly fits into the line at once
LONG_ANSWERS_AT_ONCE = 8  # by each process, of `threads` in gunicorn.conf.py
STALLED_SECONDS = 30  # for which a line may take or bring nothing at all

# --- a file's reading in a process of its own (brs.core.apart) --------------------------------------


@dataclass(frozen=True)
class Bounds:
    """`seconds` by the clock, where others use the processors too. `memory`: bytes of addresses, `answer`: bytes."""

    cpu_seconds: int
    seconds: int
    memory: int
    answer: int


# 5,000 rows of 30 columns take 8 seconds of a slow processor and 110 MB, and are 5 MB as text.
LIST_READING = Bounds(cpu_seconds=20, seconds=60, memory=500_000_000, answer=3 * LIST_FILE)
# So many pixels take 3 seconds and 400 MB as a progressive JPEG; one made to be drawn a thousand times takes hours.
# What is stored is at most as many pixels as 2,560 × 2,560 have, in base64.
PICTURE_READING = Bounds(cpu_seconds=20, seconds=60, memory=1_000_000_000, answer=40_000_000)
# 10,000 questions of GIFT take 3 seconds of a slow processor; 500 with their issues are 2 MB as JSON.
QUESTION_READING = Bounds(cpu_seconds=20, seconds=60, memory=800_000_000, answer=30_000_000)
# 20,000 texts of XLIFF take 4 seconds of a slow processor.
TRANSLATION_READING = Bounds(cpu_seconds=20, seconds=60, memory=500_000_000, answer=2 * TRANSLATION_UNPACKED)
# To tell in which encoding a megabyte is takes two seconds of a slow processor.
CAPTIONS_READING = Bounds(cpu_seconds=20, seconds=60, memory=500_000_000, answer=10_000_000)
# The sound of a film of two hours takes two minutes of a slow processor, and is 43 MB.
AUDIO_MAKING = Bounds(cpu_seconds=600, seconds=1_800, memory=1_000_000_000, answer=100_000_000)
WAIT_SECONDS = 30  # for others' files before one's own: each worker process reads one at a time
