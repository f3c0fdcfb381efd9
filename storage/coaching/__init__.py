"""Tables of practice: drills with their transcripts and cards, exams with their marks, recorded calls that were
checked, appeals against each, and the rights that were unlocked."""

from storage.coaching.drills import Drill, DrillAppeal
from storage.coaching.exams import Exam, ExamRecording, RecordingAppeal, Unlock

__all__ = ["Drill", "DrillAppeal", "Exam", "ExamRecording", "RecordingAppeal", "Unlock"]
