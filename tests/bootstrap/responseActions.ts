import { forService, type Actions } from "./actionWords";

/** What incident response needs. */
export const responseActions: Readonly<Record<string, Actions>> = {
  ...forService("cloudwatch", {
    EventRule: [
      "events:DescribeRule events:ListTagsForResource",
      "events:PutRule events:DeleteRule events:TagResource events:UntagResource",
    ],
    EventTarget: ["events:ListTargetsByRule", "events:PutTargets events:RemoveTargets iam:PassRole"],
  }),
  ...forService("cfg", {
    DeliveryChannel: [
      "config:DescribeDeliveryChannels",
      "config:PutDeliveryChannel config:DeleteDeliveryChannel",
    ],
    Recorder: [
      "config:DescribeConfigurationRecorders",
      "config:PutConfigurationRecorder config:DeleteConfigurationRecorder iam:PassRole",
    ],
    RecorderStatus: [
      "config:DescribeConfigurationRecorderStatus config:DescribeConfigurationRecorders",
      "config:StartConfigurationRecorder config:StopConfigurationRecorder",
    ],
  }),
  ...forService("cloudtrail", {
    Trail: [
      "DescribeTrails GetTrail GetTrailStatus GetEventSelectors GetInsightSelectors ListTags",
      "CreateTrail UpdateTrail DeleteTrail PutEventSelectors StartLogging StopLogging AddTags RemoveTags",
    ],
  }),
  ...forService("dynamodb", {
    Table: [
      "DescribeTable DescribeContinuousBackups DescribeTimeToLive ListTagsOfResource",
      "CreateTable UpdateTable DeleteTable UpdateContinuousBackups UpdateTimeToLive TagResource UntagResource " +
        "kms:CreateGrant kms:Decrypt kms:DescribeKey",
    ],
  }),
  ...forService("iam", {
    InstanceProfile: [
      "GetInstanceProfile ListInstanceProfileTags",
      "CreateInstanceProfile DeleteInstanceProfile AddRoleToInstanceProfile RemoveRoleFromInstanceProfile PassRole " +
        "TagInstanceProfile UntagInstanceProfile",
    ],
    RolePolicyAttachment: ["ListAttachedRolePolicies", "AttachRolePolicy DetachRolePolicy"],
  }),
  ...forService("ec2", {
    LaunchTemplate: [
      "DescribeLaunchTemplates DescribeLaunchTemplateVersions",
      "CreateLaunchTemplate CreateLaunchTemplateVersion ModifyLaunchTemplate DeleteLaunchTemplate CreateTags DeleteTags",
    ],
  }),
  ...forService("imagebuilder", {
    Component: [
      "GetComponent ListTagsForResource",
      "CreateComponent DeleteComponent TagResource UntagResource",
    ],
    DistributionConfiguration: [
      "GetDistributionConfiguration ListTagsForResource",
      "CreateDistributionConfiguration UpdateDistributionConfiguration DeleteDistributionConfiguration TagResource " +
        "UntagResource",
    ],
    ImagePipeline: [
      "GetImagePipeline ListTagsForResource",
      "CreateImagePipeline UpdateImagePipeline DeleteImagePipeline TagResource UntagResource",
    ],
    ImageRecipe: [
      "GetImageRecipe ListTagsForResource",
      "CreateImageRecipe DeleteImageRecipe TagResource UntagResource GetComponent GetImage",
    ],
    InfrastructureConfiguration: [
      "GetInfrastructureConfiguration ListTagsForResource",
      "CreateInfrastructureConfiguration UpdateInfrastructureConfiguration DeleteInfrastructureConfiguration TagResource " +
        "UntagResource iam:GetInstanceProfile iam:PassRole",
    ],
  }),
  ...forService("sfn", {
    StateMachine: [
      "states:DescribeStateMachine states:ListStateMachineVersions states:ListTagsForResource " +
        "states:ValidateStateMachineDefinition kms:Decrypt",
      "states:CreateStateMachine states:UpdateStateMachine states:DeleteStateMachine states:TagResource " +
        "states:UntagResource kms:DescribeKey kms:GenerateDataKey iam:PassRole",
    ],
  }),
  ...forService("sns", {
    Topic: [
      "GetTopicAttributes ListTagsForResource",
      "CreateTopic SetTopicAttributes DeleteTopic TagResource UntagResource",
    ],
    TopicPolicy: ["GetTopicAttributes", "SetTopicAttributes"],
    TopicSubscription: ["GetSubscriptionAttributes", "Subscribe SetSubscriptionAttributes Unsubscribe"],
  }),
  ...forService("sqs", {
    Queue: [
      "GetQueueAttributes GetQueueUrl ListQueueTags",
      "CreateQueue SetQueueAttributes DeleteQueue TagQueue UntagQueue",
    ],
    QueuePolicy: ["GetQueueAttributes", "SetQueueAttributes"],
  }),
  ...forService("ssm", {
    Document: [
      "DescribeDocument DescribeDocumentPermission GetDocument ListTagsForResource",
      "CreateDocument UpdateDocument UpdateDocumentDefaultVersion DeleteDocument ModifyDocumentPermission " +
        "AddTagsToResource RemoveTagsFromResource",
    ],
  }),
};
