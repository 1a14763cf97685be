"""The calls of Image Builder that the AWS provider makes."""

from typing import Any

import yaml
from moto.core.responses import ActionResult, BaseResponse
from moto.iam.models import iam_backends

from .models import ImageBuilderBackend, Item, imagebuilder_backends, refused

# Parts of a call that are no part of the resource.
OF_THE_CALL = ("clientToken", "dryRun")
LARGEST_DOCUMENT = 16_000


class ImageBuilderResponse(BaseResponse):
    def __init__(self) -> None:
        super().__init__(service_name="imagebuilder")
        self.automated_parameter_parsing = True

    @property
    def here(self) -> ImageBuilderBackend:
        return imagebuilder_backends[self.current_account][self.region]

    @property
    def asked(self) -> Item:
        return {name: value for name, value in self.params.items() if name not in OF_THE_CALL}

    def create_component(self) -> ActionResult:
        asked = {"owner": self.current_account, "type": "BUILD", "encrypted": True, **self.asked}
        version = asked.pop("semanticVersion")
        if "data" not in asked:
            raise NotImplementedError("components whose document is in S3")
        build = 1
        while self.here.arn_of("component", asked["name"], version, str(build)) in self.here.items:
            build += 1
        arn = self.here.arn_of("component", asked["name"], version, str(build))
        component = {**asked, "version": version, "parameters": parameters_of(asked["data"])}
        return self.told("componentBuildVersionArn", self.here.add(arn, component))

    def get_component(self) -> ActionResult:
        return ActionResult({"component": self.here.found(self.asked["componentBuildVersionArn"])})

    def delete_component(self) -> ActionResult:
        return self.removed("componentBuildVersionArn")

    def create_image_recipe(self) -> ActionResult:
        asked = {"owner": self.current_account, "platform": "Linux", "type": "AMI", **self.asked}
        version = asked.pop("semanticVersion")
        for component in asked["components"]:
            check_parameters(component, self.here.needed(component["componentArn"]))
        arn = self.here.arn_of("image-recipe", asked["name"], version)
        return self.told("imageRecipeArn", self.here.add(arn, {**asked, "version": version}))

    def get_image_recipe(self) -> ActionResult:
        return ActionResult({"imageRecipe": self.here.found(self.asked["imageRecipeArn"])})

    def delete_image_recipe(self) -> ActionResult:
        return self.removed("imageRecipeArn")

    def create_infrastructure_configuration(self) -> ActionResult:
        self.check_profile()
        return self.created("infrastructure-configuration", "infrastructureConfigurationArn")

    def get_infrastructure_configuration(self) -> ActionResult:
        arn = self.asked["infrastructureConfigurationArn"]
        return ActionResult({"infrastructureConfiguration": self.here.found(arn)})

    def update_infrastructure_configuration(self) -> ActionResult:
        self.check_profile()
        return self.changed("infrastructureConfigurationArn")

    def delete_infrastructure_configuration(self) -> ActionResult:
        return self.removed("infrastructureConfigurationArn")

    def create_distribution_configuration(self) -> ActionResult:
        return self.created("distribution-configuration", "distributionConfigurationArn")

    def get_distribution_configuration(self) -> ActionResult:
        arn = self.asked["distributionConfigurationArn"]
        return ActionResult({"distributionConfiguration": self.here.found(arn)})

    def update_distribution_configuration(self) -> ActionResult:
        return self.changed("distributionConfigurationArn")

    def delete_distribution_configuration(self) -> ActionResult:
        return self.removed("distributionConfigurationArn")

    def create_image_pipeline(self) -> ActionResult:
        self.check_parts()
        return self.created("image-pipeline", "imagePipelineArn")

    def get_image_pipeline(self) -> ActionResult:
        pipeline = self.here.found(self.asked["imagePipelineArn"])
        return ActionResult({"imagePipeline": {"status": "ENABLED", "platform": "Linux", **pipeline}})

    def update_image_pipeline(self) -> ActionResult:
        self.check_parts()
        return self.changed("imagePipelineArn")

    def delete_image_pipeline(self) -> ActionResult:
        return self.removed("imagePipelineArn")

    def tag_resource(self) -> ActionResult:
        self.here.found(self.asked["resourceArn"])["tags"].update(self.asked["tags"])
        return ActionResult({})

    def untag_resource(self) -> ActionResult:
        tags = self.here.found(self.asked["resourceArn"])["tags"]
        for key in self.asked["tagKeys"]:
            tags.pop(key, None)
        return ActionResult({})

    def list_tags_for_resource(self) -> ActionResult:
        return ActionResult({"tags": self.here.found(self.asked["resourceArn"])["tags"]})

    def told(self, name: str, arn: str) -> ActionResult:
        return ActionResult({"clientToken": self.params.get("clientToken"), name: arn})

    def created(self, kind: str, name: str) -> ActionResult:
        return self.told(name, self.here.add(self.here.arn_of(kind, self.asked["name"]), self.asked))

    def changed(self, name: str) -> ActionResult:
        asked = self.asked
        return self.told(name, self.here.change(asked.pop(name), asked))

    def removed(self, name: str) -> ActionResult:
        return ActionResult({name: self.here.remove(self.asked[name])})

    def check_profile(self) -> None:
        profile = self.asked["instanceProfileName"]
        profiles = iam_backends[self.current_account][self.partition].instance_profiles.values()
        if profile not in [one.name for one in profiles]:
            raise refused(f"The instance profile '{profile}' does not exist.")

    def check_parts(self) -> None:
        if "containerRecipeArn" in self.asked:
            raise NotImplementedError("images of containers")
        self.here.needed(self.asked["imageRecipeArn"])
        self.here.needed(self.asked["infrastructureConfigurationArn"])
        if "distributionConfigurationArn" in self.asked:
            self.here.needed(self.asked["distributionConfigurationArn"])


def parameters_of(document: str) -> list[Item]:
    """The parameters that a component's document asks for."""
    if len(document) > LARGEST_DOCUMENT:
        raise refused(f"The document has more than {LARGEST_DOCUMENT} characters.")
    parsed: Any = yaml.safe_load(document)
    if not isinstance(parsed, dict) or parsed.get("schemaVersion") not in (1, 1.0) or not parsed.get("phases"):
        raise refused("The document has no schemaVersion 1.0 or no phases.")
    return [
        {"name": name, "type": details["type"], "description": details.get("description")}
        | ({"defaultValue": [str(details["default"])]} if "default" in details else {})
        for parameter in parsed.get("parameters") or []
        for name, details in parameter.items()
    ]


def check_parameters(used: Item, component: Item) -> None:
    """A recipe gives every parameter that has no default, and none that the component does not know."""
    given = {parameter["name"] for parameter in used.get("parameters", [])}
    known = {parameter["name"] for parameter in component["parameters"]}
    required = {parameter["name"] for parameter in component["parameters"] if "defaultValue" not in parameter}
    wrong = sorted((given - known) | (required - given))
    if wrong:
        raise refused(f"The parameters {', '.join(wrong)} do not fit to the component '{component['arn']}'.")
