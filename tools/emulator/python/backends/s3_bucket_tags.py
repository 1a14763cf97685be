"""The tags that a bucket is created with.

Measured with moto 5.2.5: CreateBucket ignores the tags in its configuration, so that the AWS provider wants to add them on
the next update.
"""

from typing import Any

import xmltodict
from moto.s3.responses import S3Response


def tags_in(body: str) -> dict[str, str]:
    configuration = xmltodict.parse(body, force_list={"Tag": True}).get("CreateBucketConfiguration") or {}
    tags = (configuration.get("Tags") or {}).get("Tag") or []
    return {tag["Key"]: tag["Value"] or "" for tag in tags}


def install() -> None:
    put = S3Response._bucket_response_put

    def put_with_tags(response: S3Response, request: Any, bucket_name: str, querystring: dict[str, Any]) -> Any:
        answer = put(response, request, bucket_name, querystring)
        if response.body and not querystring:
            tags = tags_in(response.body)
            if tags:
                response.backend.put_bucket_tagging(bucket_name, tags)
        return answer

    S3Response._bucket_response_put = put_with_tags  # type: ignore[method-assign]
