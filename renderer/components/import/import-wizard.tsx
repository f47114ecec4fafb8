import { Button, Group, Stack, Text } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { useSearchParams } from 'react-router'
import { isCancelled, putFile } from '../../app/engine.ts'
import type { JobProgress as Progressing } from '../../app/engine.ts'
import { ErrorNotice } from '../error-notice.tsx'
import { JobProgress } from '../job-progress.tsx'
import { Panel } from '../page.tsx'
import { ChooseFile } from './choose-file.tsx'
import { ImportDone } from './import-done.tsx'
import { PreviewPanels } from './preview-panels.tsx'
import type { ImportPreview, ImportSummary } from './preview.ts'

interface Follow {
  signal: AbortSignal
  onProgress: (progress: Progressing) => void
}

interface ImportKind {
  /** What the file holds, in Chinese. */
  what: string
  expects: ReactNode
  inspect: (fileId: string, follow: Follow) => Promise<ImportPreview>
  run: (fileId: string, onBadRows: 'refuse' | 'skip', follow: Follow) => Promise<ImportSummary>
}

type Stage =
  | { at: 'choose' }
  | { at: 'inspecting' | 'importing'; progress: Progressing | null; cancel: () => void }
  | { at: 'preview'; preview: ImportPreview }
  | { at: 'done'; summary: ImportSummary }

/** Choose → what was recognised, what will change, what is refused → do it → summary. The address holds the file, so a reload goes on. */
export function ImportWizard({ kind }: { kind: ImportKind }) {
  const [search, setSearch] = useSearchParams()
  const fileId = search.get('file')
  const fileName = search.get('name') ?? ''
  const [stage, setStage] = useState<Stage>({ at: 'choose' })
  const [error, setError] = useState<unknown>(null)
  const working = useRef<AbortController | null>(null)

  async function work<T>(at: 'inspecting' | 'importing', task: (follow: Follow) => Promise<T>): Promise<T | undefined> {
    const controller = new AbortController()
    working.current = controller
    const cancel = () => controller.abort()
    setError(null)
    setStage({ at, progress: null, cancel })
    try {
      return await task({ signal: controller.signal, onProgress: (progress) => setStage({ at, progress, cancel }) })
    } catch (problem) {
      if (!isCancelled(problem)) setError(problem)
      return undefined
    }
  }

  async function inspect(id: string) {
    const preview = await work('inspecting', (follow) => kind.inspect(id, follow))
    setStage(preview ? { at: 'preview', preview } : { at: 'choose' })
  }

  async function run(preview: ImportPreview, onBadRows: 'refuse' | 'skip') {
    if (!fileId) return
    const summary = await work('importing', (follow) => kind.run(fileId, onBadRows, follow))
    setStage(summary ? { at: 'done', summary } : { at: 'preview', preview })
  }

  async function choose(file: File) {
    setError(null)
    try {
      const id = await putFile(file)
      setSearch((before) => {
        before.set('file', id)
        before.set('name', file.name)
        return before
      })
    } catch (problem) {
      setError(problem)
    }
  }

  function chooseAgain() {
    setError(null)
    setStage({ at: 'choose' })
    setSearch((before) => {
      before.delete('file')
      before.delete('name')
      return before
    })
  }

  const inspectFile = useRef(inspect)
  inspectFile.current = inspect
  useEffect(() => {
    if (fileId) void inspectFile.current(fileId)
    else setStage({ at: 'choose' })
    // Looking at a file that nobody waits for is given up; an import goes on in the tray.
    return () => {
      if (fileId) working.current?.abort()
    }
  }, [fileId])

  return (
    <>
      {fileId && (
        <Group gap="sm">
          <Text size="sm" c="dimmed">
            文件
          </Text>
          <Text className="mono">{fileName}</Text>
          {(stage.at === 'preview' || stage.at === 'choose') && (
            <Button size="compact-sm" variant="default" onClick={chooseAgain}>
              换一个文件
            </Button>
          )}
        </Group>
      )}
      <ErrorNotice error={error} />
      {stage.at === 'choose' && !fileId && (
        <ChooseFile what={kind.what} expects={kind.expects} onFile={(file) => void choose(file)} />
      )}
      {(stage.at === 'inspecting' || stage.at === 'importing') && (
        <Panel>
          <Stack p="lg">
            <JobProgress job={stage} what={stage.at === 'inspecting' ? '正在读取工作簿' : '正在导入'} />
          </Stack>
        </Panel>
      )}
      {stage.at === 'preview' && (
        <PreviewPanels
          preview={stage.preview}
          onImport={(onBadRows) => void run(stage.preview, onBadRows)}
          onGiveUp={chooseAgain}
        />
      )}
      {stage.at === 'done' && <ImportDone summary={stage.summary} onAnother={chooseAgain} />}
    </>
  )
}
