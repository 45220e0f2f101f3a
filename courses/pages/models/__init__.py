"""Pages of courses: the catalogue, courses, modules, lessons and quizzes."""

from .catalogue import CourseIndexPage
from .course import CoursePage, ModulePage
from .lesson import LessonPage
from .quiz import QuizPage

__all__ = ["CourseIndexPage", "CoursePage", "LessonPage", "ModulePage", "QuizPage"]
