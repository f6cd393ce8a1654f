"""What is asked of Dagster's webserver, as its user interface asks it."""

READY = """
query {
  instance { daemonHealth { allDaemonStatuses { required healthy } } }
  workspaceOrError {
    ... on Workspace {
      locationEntries { loadStatus locationOrLoadError { __typename ... on PythonError { message } } }
    }
  }
}
"""
VERSION = "query { version }"
LIMIT = "query { instance { runQueueConfig { maxConcurrentRuns } } }"
COUNT = "query Count($runs: RunsFilter!) { runsOrError(filter: $runs) { ... on Runs { count } } }"
ASSETS = "query { assetNodes { assetKey { path } isPartitioned dependencyKeys { path } } }"
LAUNCH = """
mutation Backfill($params: LaunchBackfillParams!) {
  launchPartitionBackfill(backfillParams: $params) {
    __typename
    ... on LaunchBackfillSuccess { backfillId }
    ... on PythonError { message }
    ... on UnauthorizedError { message }
  }
}
"""
LAUNCH_RUN = """
mutation Run($params: ExecutionParams!) {
  launchPipelineExecution(executionParams: $params) {
    __typename
    ... on LaunchRunSuccess { run { runId } }
    ... on PythonError { message }
    ... on UnauthorizedError { message }
    ... on RunConfigValidationInvalid { errors { message } }
  }
}
"""
LAUNCH_RUNS = """
mutation Runs($params: [ExecutionParams!]!) {
  launchMultipleRuns(executionParamsList: $params) {
    __typename
    ... on LaunchMultipleRunsResult {
      launchMultipleRunsResult {
        __typename
        ... on LaunchRunSuccess { run { runId } }
        ... on PythonError { message }
        ... on UnauthorizedError { message }
        ... on RunConfigValidationInvalid { errors { message } }
      }
    }
    ... on PythonError { message }
  }
}
"""
# A count, not the runs: each answer is work for the webserver and PostgreSQL, which are measured.
PROGRESS = """
query Progress($ended: RunsFilter!, $backfill: String!) {
  runsOrError(filter: $ended) { ... on Runs { count } }
  partitionBackfillOrError(backfillId: $backfill) {
    ... on PartitionBackfill { status error { message } }
  }
}
"""
RUNS = """
query Runs($runs: RunsFilter!) {
  runsOrError(filter: $runs) { ... on Runs { results { status tags { key value } } } }
}
"""
AUTOMATION = """
query Automation($repository: RepositorySelector!) {
  repositoryOrError(repositorySelector: $repository) {
    ... on Repository { schedules { name } sensors { name } }
  }
}
"""
START_SCHEDULE = """
mutation Schedule($one: ScheduleSelector!) {
  startSchedule(scheduleSelector: $one) { __typename ... on PythonError { message } }
}
"""
START_SENSOR = """
mutation Sensor($one: SensorSelector!) {
  startSensor(sensorSelector: $one) { __typename ... on PythonError { message } }
}
"""
CREATED = """
query Created($runs: RunsFilter!) { runsOrError(filter: $runs) { ... on Runs { results { creationTime } } } }
"""
RECORD = """
query Record($backfill: String!) {
  partitionBackfillOrError(backfillId: $backfill) { ... on PartitionBackfill { endTimestamp } }
}
"""
FAILED_RUNS = """
query Failed($runs: RunsFilter!) { runsOrError(filter: $runs) { ... on Runs { results { runId } } } }
"""
REEXECUTE_RUN = """
mutation Reexecute($params: ReexecutionParams!) {
  launchRunReexecution(reexecutionParams: $params) {
    __typename
    ... on LaunchRunSuccess { run { runId } }
    ... on PythonError { message }
    ... on UnauthorizedError { message }
  }
}
"""
REEXECUTE_BACKFILL = """
mutation Reexecute($params: ReexecutionParams!) {
  reexecutePartitionBackfill(reexecutionParams: $params) {
    __typename
    ... on LaunchBackfillSuccess { backfillId }
    ... on PythonError { message }
    ... on UnauthorizedError { message }
  }
}
"""
STALE = """
query Stale($assets: [AssetKeyInput!], $days: [String!]) {
  assetNodes(assetKeys: $assets) { assetKey { path } staleStatusByPartition(partitions: $days) }
}
"""
RELOAD = """
mutation Reload($location: String!) { reloadRepositoryLocation(repositoryLocationName: $location) { __typename } }
"""
SHOWN = """
query {
  runsOrError { ... on Runs { results { status } } }
  assetNodes {
    partitionStats { numMaterialized numFailed }
    assetChecksOrError { ... on AssetChecks { checks { executionForLatestMaterialization { status } } } }
  }
}
"""
EVENTS = """
query Events($run: ID!, $after: String) {
  logsForRun(runId: $run, afterCursor: $after) {
    ... on EventConnection {
      events { __typename ... on MessageEvent { timestamp stepKey } }
      cursor
      hasMore
    }
  }
}
"""
