"""Every address of the portal, by who it is for."""

from ventanilla.portal.web.urls.desk import urlpatterns as desk
from ventanilla.portal.web.urls.filing import urlpatterns as filing
from ventanilla.portal.web.urls.mine import urlpatterns as mine
from ventanilla.portal.web.urls.operation import urlpatterns as operation
from ventanilla.portal.web.urls.public import urlpatterns as public
from ventanilla.portal.web.urls.sign_in import urlpatterns as sign_in
from ventanilla.portal.web.urls.verification import urlpatterns as verification

urlpatterns = [*public, *sign_in, *filing, *mine, *desk, *operation, *verification]
