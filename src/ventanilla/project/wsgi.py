"""What the web server calls."""

from django.core.wsgi import get_wsgi_application

from ventanilla.project.start import start_django

start_django()
application = get_wsgi_application()
