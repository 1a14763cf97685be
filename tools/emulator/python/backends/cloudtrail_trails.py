"""A trail is deleted by its ARN too.

Measured with moto 5.2.5: DeleteTrail with an ARN, which is what the AWS provider sends, answers that all went well and deletes
nothing.
"""

from moto.cloudtrail.models import CloudTrailBackend


def install() -> None:
    delete = CloudTrailBackend.delete_trail

    def delete_trail(backend: CloudTrailBackend, name: str) -> None:
        delete(backend, backend.get_trail(name).trail_name)

    CloudTrailBackend.delete_trail = delete_trail  # type: ignore[method-assign]
