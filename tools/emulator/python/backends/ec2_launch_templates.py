"""Launch templates keep their own tags apart from those of what they launch.

Measured with moto 5.2.5: the tags of a template are added to the tag specifications in its data, so that the AWS provider
reads back what nobody asked for.
"""

from typing import Any

from moto.ec2.models.launch_templates import LaunchTemplate, LaunchTemplateBackend


def install() -> None:
    create = LaunchTemplateBackend.create_launch_template

    def create_launch_template(
        backend: Any, name: str, description: str, template_data: dict[str, Any], tag_spec: dict[str, Any]
    ) -> LaunchTemplate:
        specifications = template_data.pop("TagSpecifications", [])
        of_others = [one for one in specifications if one["ResourceType"] != "launch-template"]
        if of_others:
            template_data["TagSpecifications"] = of_others
        return create(backend, name, description, template_data, tag_spec)

    LaunchTemplateBackend.create_launch_template = create_launch_template  # type: ignore[method-assign]
