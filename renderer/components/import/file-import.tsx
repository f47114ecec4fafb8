import { Button, Group, Text } from '@mantine/core'
import { useEffect, useEffectEvent, useState } from 'react'
import { isCancelled } from '../../app/engine.ts'
import type { JobProgress as Progressing } from '../../app/engine.ts'
import { ErrorNotice } from '../error-notice.tsx'
import { JobProgress } from '../job-progress.tsx'
import { Panel } from '../page.tsx'
import { ImportDone } from './import-done.tsx'
import type { Follow, ImportKind } from './import-wizard.tsx'
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
  kind,
  onAnother,
}: {
  fileId: string
  name: string
  kind: ImportKind
  onAnother: () => void
}) {
  const [stage, setStage] = useState<Stage>({ at: 'inspecting', progress: null, cancel: onAnother })
  const [error, setError] = useState<unknown>(null)

  const inspect = useEffectEvent((follow: Follow) => kind.inspect(fileId, follow))
  useEffect(() => {
    // Looking at a file that nobody waits for is given up; an import goes on in the tray.
    const controller = new AbortController()
    const onProgress = (progress: Progressing) =>
      setStage((before) => (before.at === 'inspecting' ? { ...before, progress } : before))
    inspect({ signal: controller.signal, onProgress }).then(
      (preview) => setStage({ at: 'preview', preview }),
      (problem: unknown) => {
        if (!isCancelled(problem)) setError(problem)
      },
    )
    return () => controller.abort()
  }, [])

  async function run(preview: ImportPreview, onBadRows: 'refuse' | 'skip') {
    const controller = new AbortController()
    const cancel = () => controller.abort()
    const onProgress = (progress: Progressing | null) => setStage({ at: 'importing', progress, cancel })
    setError(null)
    onProgress(null)
    try {
      const summary = await kind.run(fileId, onBadRows, { signal: controller.signal, onProgress })
      setStage({ at: 'done', summary })
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
          <Button size="compact-sm" variant="default" onClick={onAnother}>
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
