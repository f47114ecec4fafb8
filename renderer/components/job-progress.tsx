import { Button, Group, Progress, Text } from '@mantine/core'
import type { JobProgress as Progressing } from '../app/engine.ts'
import type { RunningJob } from '../app/use-job.ts'
import { printCount } from './moment.ts'

export function JobBar({ progress }: { progress: Progressing | null }) {
  const share = progress?.total ? (progress.done / progress.total) * 100 : null
  return <Progress value={share ?? 100} animated={share === null} size="sm" aria-label="进度" transitionDuration={100} />
}

export const progressText = (progress: Progressing | null): string => {
  if (!progress) return '正在开始'
  if (progress.total === null) return progress.done > 0 ? `已完成 ${printCount(progress.done)}` : ''
  return `${printCount(progress.done)} / ${printCount(progress.total)}`
}

/** A bar with done / total and Cancel: shown wherever something takes longer than a moment. */
export function JobProgress({ job, what }: { job: RunningJob; what: string }) {
  return (
    <div role="status">
      <Group justify="space-between" mb="xs" gap="sm">
        <Text size="sm">{job.progress?.what || what}</Text>
        <Group gap="md">
          <Text size="sm" c="dimmed">
            {progressText(job.progress)}
          </Text>
          <Button size="compact-sm" variant="default" onClick={job.cancel}>
            取消
          </Button>
        </Group>
      </Group>
      <JobBar progress={job.progress} />
    </div>
  )
}
