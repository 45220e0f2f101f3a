from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_js")
def widgets_without_inline_scripts() -> SafeString:
    return format_html('<script type="module" src="{}"></script>', static("js/admin/start-widget.js"))
