import { useState } from 'react'
import type { ReactNode } from 'react'
import { useSearchParams } from 'react-router'
import { putFile } from '../../app/engine.ts'
import type { JobProgress } from '../../app/engine.ts'
import { ErrorNotice } from '../error-notice.tsx'
import { ChooseFile } from './choose-file.tsx'
import { FileImport } from './file-import.tsx'
import type { ImportPreview, ImportSummary } from './preview.ts'

export interface Follow {
  signal: AbortSignal
  onProgress: (progress: JobProgress) => void
}

export interface ImportKind {
  /** What the file holds, in Chinese. */
  what: string
  expects: ReactNode
  inspect: (fileId: string, follow: Follow) => Promise<ImportPreview>
  run: (fileId: string, onBadRows: 'refuse' | 'skip', follow: Follow) => Promise<ImportSummary>
}

/** Choose → what was recognised, what will change, what is refused → do it → summary. The address holds the file, so a reload goes on. */
export function ImportWizard({ kind }: { kind: ImportKind }) {
  const [search, setSearch] = useSearchParams()
  const [error, setError] = useState<unknown>(null)
  const fileId = search.get('file')

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
    setSearch((before) => {
      before.delete('file')
      before.delete('name')
      return before
    })
  }

  if (fileId)
    return <FileImport key={fileId} fileId={fileId} name={search.get('name') ?? ''} kind={kind} onAnother={chooseAgain} />
  return (
    <>
      <ErrorNotice error={error} />
      <ChooseFile what={kind.what} expects={kind.expects} onFile={(file) => void choose(file)} />
    </>
  )
}
