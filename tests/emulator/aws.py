"""Asks the emulated AWS, as any other client of AWS would: plain SDK calls, without the provider that deployed.

Standard input: {"endpoint", "region", "calls": [{"account", "service", "operation", "parameters", "select"}]}.
`select` is a JMESPath expression for what is wanted of the answer.
Standard output: one answer for each call, in their order: {"result"} or {"error": {"code", "message"}}.
"""

import json
import sys
from functools import cache
from typing import Any

import boto3
import jmespath
from botocore.client import BaseClient
from botocore.config import Config
from botocore.exceptions import ClientError

asked = json.load(sys.stdin)
config = Config(s3={"addressing_style": "path"}, inject_host_prefix=False, retries={"total_max_attempts": 1})


@cache
def session(account: str) -> boto3.Session:
    sts = boto3.client(
        "sts",
        region_name=asked["region"],
        endpoint_url=asked["endpoint"],
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    role = sts.assume_role(RoleArn=f"arn:aws:iam::{account}:role/test", RoleSessionName="test")["Credentials"]
    return boto3.Session(role["AccessKeyId"], role["SecretAccessKey"], role["SessionToken"], asked["region"])


@cache
def client(account: str, service: str) -> BaseClient:
    return session(account).client(service, endpoint_url=asked["endpoint"], config=config)


def answer(call: dict[str, Any]) -> dict[str, Any]:
    service = client(call["account"], call["service"])
    try:
        result = getattr(service, call["operation"])(**call["parameters"])
    except ClientError as error:
        return {"error": {"code": error.response["Error"]["Code"], "message": error.response["Error"]["Message"]}}
    return {"result": jmespath.search(call["select"], result)}


json.dump([answer(call) for call in asked["calls"]], sys.stdout, default=str)
