import { Button, Group, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import type { RunningJob } from '../../app/use-job.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { JobProgress } from '../../components/job-progress.tsx'
import { KeyChoice } from './key-choice.tsx'
import type { useKeyChoice } from './key-choice.tsx'

/** Which key, what opens it, and the deed: the same wherever something is signed here. */
export function SignForm(props: {
  choice: ReturnType<typeof useKeyChoice>
  error: unknown
  running: RunningJob | null
  /** Whoever is at the desk may sign it. */
  may: boolean
  giveUpLabel: string
  onSign: () => Promise<void>
  onGiveUp: () => void
  /** What is asked besides, after a refusal. */
  children?: ReactNode
}) {
  const { choice, error, running, may, giveUpLabel, onSign, onGiveUp, children } = props
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void onSign()
      }}
    >
      <Stack gap="md">
        {choice.keys && <KeyChoice choice={choice} />}
        <ErrorNotice error={error} />
        {children}
        {running ? (
          <JobProgress job={running} what="正在签名封装" />
        ) : (
          <Group>
            <Button type="submit" disabled={!choice.ready || !may}>
              签名
            </Button>
            <Button variant="default" onClick={onGiveUp}>
              {giveUpLabel}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  )
}
