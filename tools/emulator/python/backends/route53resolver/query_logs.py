"""The end of query logging."""

from moto.core.responses import ActionResult
from moto.route53resolver.models import ResolverQueryLogConfigAssociation

from .store import Call, refused


class QueryLogs(Call):
    def disassociate_resolver_query_log_config(self) -> ActionResult:
        config_id, resource_id = self.asked["ResolverQueryLogConfigId"], self.asked["ResourceId"]
        backend = self.route53resolver_backend
        config = backend.get_resolver_query_log_config(resolver_query_log_config_id=config_id)
        for association in _associations(self, config_id):
            if association.resource_id == resource_id:
                del backend.resolver_query_log_config_associations[association.id]
                config.association_count -= 1
                answer = {**association.description(), "Status": "DELETING"}
                return ActionResult({"ResolverQueryLogConfigAssociation": answer})
        raise refused(f"The query log configuration {config_id} is not associated with {resource_id}.")

    def delete_resolver_query_log_config(self) -> ActionResult:
        config_id = self.asked["ResolverQueryLogConfigId"]
        backend = self.route53resolver_backend
        config = backend.get_resolver_query_log_config(resolver_query_log_config_id=config_id)
        if _associations(self, config_id):
            raise refused(f"The query log configuration {config_id} is associated with a VPC.")
        del backend.resolver_query_log_configs[config_id]
        return ActionResult({"ResolverQueryLogConfig": {**config.description(), "Status": "DELETING"}})


def _associations(call: Call, config_id: str) -> list[ResolverQueryLogConfigAssociation]:
    associations = call.route53resolver_backend.resolver_query_log_config_associations.values()
    return [one for one in associations if one.resolver_query_log_config_id == config_id]
