import { useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { useLocation, useSearchParams } from 'react-router'
import { putFile } from '../../app/engine.ts'
import type { Follow } from '../../app/engine.ts'
import { useJobs } from '../../state/jobs.ts'
import { ErrorNotice } from '../error-notice.tsx'
import { ChooseFile } from './choose-file.tsx'
import { FileImport } from './file-import.tsx'
import type { ImportPreview, ImportSummary } from './preview.ts'

export interface ImportKind {
  /** What the file holds, in Chinese. */
  what: string
  expects: ReactNode
  inspect: (fileId: string, follow: Follow) => Promise<ImportPreview>
  run: (fileId: string, onBadRows: 'refuse' | 'skip', follow: Follow) => Promise<ImportSummary>
  /** What became of an import that was started before. */
  resume: (jobId: string, follow: Follow) => Promise<ImportSummary>
}

/** Choose → what was recognised, what will change, what is refused → do it → summary. The address holds the file and its job, so a reload goes on. */
export function ImportWizard({ kind }: { kind: ImportKind }) {
  const [search, setSearch] = useSearchParams()
  const [error, setError] = useState<unknown>(null)
  const { pathname } = useLocation()
  const fileId = search.get('file')
  const shown = useRef<string | null>(null)
  useEffect(() => {
    shown.current = pathname
    return () => {
      shown.current = null
    }
  }, [pathname])

  async function choose(file: File) {
    setError(null)
    try {
      const id = await putFile(file)
      // Who has gone elsewhere meanwhile is not called back.
      if (shown.current === pathname)
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
      before.delete('job')
      return before
    })
  }

  function keepJob(jobId: string | null, here: boolean) {
    const next = new URLSearchParams(search)
    if (jobId === null) next.delete('job')
    else {
      next.set('job', jobId)
      useJobs.getState().leadTo(jobId, `${pathname}?${next.toString()}`)
    }
    if (here) setSearch(next, { replace: true })
  }

  if (fileId)
    return (
      <FileImport
        key={fileId}
        fileId={fileId}
        name={search.get('name') ?? ''}
        started={search.get('job')}
        kind={kind}
        onJob={keepJob}
        onAnother={chooseAgain}
      />
    )
  return (
    <>
      <ErrorNotice error={error} />
      <ChooseFile what={kind.what} expects={kind.expects} onFile={(file) => void choose(file)} />
    </>
  )
}
