import { Button, FileButton } from '@mantine/core'
import { useState } from 'react'
import { call, putFile } from '../../app/engine.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { saveStoredFile } from '../../components/export-table.ts'
import { printSize } from '../../components/moment.ts'
import { Panel } from '../../components/page.tsx'
import { Tag } from '../../components/tag.tsx'
import { isOpen } from './draft-words.ts'
import type { DraftDetail } from './draft-words.ts'
import classes from './draft.module.css'

/** 随附单证: which ones this draft needs and why, and the files that are there. */
export function DocumentsTab({ draft }: { draft: DraftDetail }) {
  const { draftId } = draft
  const [error, setError] = useState<unknown>(null)
  const editable = isOpen(draft)

  async function attach(requirement: string, file: File) {
    setError(null)
    try {
      await call('handbookDrafts.attach', { draftId, requirement, fileId: await putFile(file) })
    } catch (problem) {
      setError(problem)
    }
  }
  async function detach(requirement: string, fileId: string) {
    setError(null)
    try {
      await call('handbookDrafts.detach', { draftId, requirement, fileId })
    } catch (problem) {
      setError(problem)
    }
  }

  return (
    <Panel title="随附单证" aside={<span className={classes.rule}>依据 R-4；文件按内容保存，随申报包一起签名</span>}>
      <ErrorNotice error={error} />
      <ul className={classes.list}>
        {draft.documents
          .toSorted((a, b) => Number(b.required) - Number(a.required))
          .map(({ requirement, name, condition, required, files }) => (
            <li key={requirement} className={classes.item}>
              <Tag tone={files.length > 0 ? 'accent' : required ? 'blocks' : 'neutral'}>
                {files.length > 0 ? '已附' : required ? '必附，缺' : '视情况'}
              </Tag>
              <div>
                <div>{name}</div>
                <div className={classes.rule}>{condition}</div>
                {files.length > 0 && (
                  <ul className={classes.files}>
                    {files.map((file) => (
                      <li key={file.fileId}>
                        <Button size="compact-xs" variant="subtle" onClick={() => saveStoredFile(file.fileId)}>
                          {file.name}
                        </Button>
                        <span className={classes.rule}>{printSize(file.size)}</span>
                        {editable && (
                          <Button
                            size="compact-xs"
                            variant="subtle"
                            color="gray"
                            aria-label={`取下 ${file.name}`}
                            onClick={() => void detach(requirement, file.fileId)}
                          >
                            取下
                          </Button>
                        )}
                      </li>
                    ))}
                  </ul>
                )}
              </div>
              {editable && (
                <FileButton onChange={(file) => file && void attach(requirement, file)}>
                  {(props) => (
                    <Button {...props} size="compact-sm" variant="default" aria-label={`附上 ${name}`}>
                      附上文件
                    </Button>
                  )}
                </FileButton>
              )}
            </li>
          ))}
      </ul>
    </Panel>
  )
}
