"""Tables of practice: drills with their transcripts and cards, the recordings that belong to them, exams with their
marks, recorded calls that were checked, appeals against each, and the rights that were unlocked."""

from storage.coaching.drills import Drill, DrillAppeal, DrillWeights
from storage.coaching.exams import Exam, ExamRecording, RecordingAppeal, Unlock
from storage.coaching.recordings import DrillRecording, RecordingConsent

__all__ = [
    "Drill",
    "DrillAppeal",
    "DrillRecording",
    "DrillWeights",
    "Exam",
    "ExamRecording",
    "RecordingAppeal",
    "RecordingConsent",
    "Unlock",
]
