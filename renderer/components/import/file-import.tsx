import { Button, Group, Text } from '@mantine/core'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { isCancelled } from '../../app/engine.ts'
import type { Follow, JobProgress as Progressing } from '../../app/engine.ts'
import { ErrorNotice } from '../error-notice.tsx'
import { JobProgress } from '../job-progress.tsx'
import { Panel } from '../page.tsx'
import { ImportDone } from './import-done.tsx'
import type { ImportKind } from './import-wizard.tsx'
import { PreviewPanels } from './preview-panels.tsx'
import type { ImportPreview, ImportSummary } from './preview.ts'

type Stage =
  | { at: 'inspecting' | 'importing'; progress: Progressing | null; cancel: () => void }
  | { at: 'preview'; preview: ImportPreview }
  | { at: 'done'; summary: ImportSummary }

/** One file from the look at it to what became of it. */
export function FileImport({
  fileId,
  name,
  started,
  kind,
  onJob,
  onAnother,
}: {
  fileId: string
  name: string
  /** The job that imports it, where it was begun before this page was opened. */
  started: string | null
  kind: ImportKind
  /** The address is this page's only while it is `here`. */
  onJob: (jobId: string | null, here: boolean) => void
  onAnother: () => void
}) {
  const [stage, setStage] = useState<Stage>({
    at: started === null ? 'inspecting' : 'importing',
    progress: null,
    cancel: onAnother,
  })
  const [error, setError] = useState<unknown>(null)
  const here = useRef(true)

  /** Looking at a file that nobody waits for is given up; an import goes on in the tray. */
  const look = useEffectEvent(async (signal: AbortSignal) => {
    const onProgress = (progress: Progressing) =>
      setStage((before) => (before.at === 'inspecting' ? { ...before, progress } : before))
    try {
      setStage({ at: 'preview', preview: await kind.inspect(fileId, { signal, onProgress }) })
    } catch (problem) {
      if (!isCancelled(problem)) setError(problem)
    }
  })
  const followed = async (follow: (how: Follow) => Promise<ImportSummary>): Promise<void> => {
    const controller = new AbortController()
    const cancel = () => controller.abort()
    let told = started
    const onProgress = (progress: Progressing) => {
      setStage({ at: 'importing', progress, cancel })
      // Once: who is on the way to another page is still here until that page is drawn, and would be called back.
      if (progress.jobId === told) return
      told = progress.jobId
      onJob(progress.jobId, here.current)
    }
    setStage({ at: 'done', summary: await follow({ signal: controller.signal, onProgress }) })
  }
  const begin = useEffectEvent(async (signal: AbortSignal) => {
    if (started !== null) {
      try {
        return await followed((how) => kind.resume(started, how))
      } catch {
        // It failed, was given up, or is forgotten: then the file is looked at again.
        if (signal.aborted) return
        onJob(null, here.current)
        setStage({ at: 'inspecting', progress: null, cancel: onAnother })
      }
    }
    await look(signal)
  })
  useEffect(() => {
    const controller = new AbortController()
    here.current = true
    void Promise.resolve(controller.signal).then((signal) => begin(signal))
    return () => {
      here.current = false
      controller.abort()
    }
  }, [])

  async function run(preview: ImportPreview, onBadRows: 'refuse' | 'skip') {
    setError(null)
    setStage({ at: 'importing', progress: null, cancel: onAnother })
    try {
      await followed((how) => kind.run(fileId, onBadRows, how))
    } catch (problem) {
      if (!isCancelled(problem)) setError(problem)
      setStage({ at: 'preview', preview })
    }
  }

  return (
    <>
      <Group gap="sm">
        <Text size="sm" c="dimmed">
          文件
        </Text>
        <Text className="mono">{name}</Text>
        {(stage.at === 'preview' || error !== null) && (
          <Button size="compact-sm" variant="default" autoFocus={stage.at !== 'preview'} onClick={onAnother}>
            换一个文件
          </Button>
        )}
      </Group>
      <ErrorNotice error={error} />
      {(stage.at === 'importing' || (stage.at === 'inspecting' && error === null)) && (
        <Panel>
          <div style={{ padding: 16 }}>
            <JobProgress job={stage} what={stage.at === 'inspecting' ? '正在读取工作簿' : '正在导入'} />
          </div>
        </Panel>
      )}
      {stage.at === 'preview' && (
        <PreviewPanels
          preview={stage.preview}
          onImport={(onBadRows) => void run(stage.preview, onBadRows)}
          onGiveUp={onAnother}
        />
      )}
      {stage.at === 'done' && <ImportDone summary={stage.summary} onAnother={onAnother} />}
    </>
  )
}
