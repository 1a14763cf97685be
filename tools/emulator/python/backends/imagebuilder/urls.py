"""Under which addresses the service answers."""

from .responses import ImageBuilderResponse

url_bases = [r"https?://imagebuilder\.(.+)\.amazonaws\.com"]

url_paths = {
    "{0}/(?P<operation>[A-Za-z]+)$": ImageBuilderResponse.dispatch,
    "{0}/tags/(?P<arn>.+)$": ImageBuilderResponse.dispatch,
}
