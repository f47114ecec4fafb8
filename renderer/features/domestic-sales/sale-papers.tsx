import { Button, FileButton } from '@mantine/core'
import { Fragment, useState } from 'react'
import { Link } from 'react-router'
import { supervisionModeName } from '../../../shared/codes/tables.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { call, putFile } from '../../app/engine.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { saveStoredFile } from '../../components/export-table.ts'
import { codeLabel } from '../../components/fields/format.ts'
import { Tag } from '../../components/tag.tsx'
import type { Tone } from '../../components/tag.tsx'
import classes from './sale.module.css'
import type { SaleDetail } from './sale-words.ts'

const draftStates: Readonly<Record<string, readonly [name: string, tone: Tone]>> = {
  editing: ['草稿', 'neutral'],
  filed: ['已申报', 'accent'],
  returned: ['退单', 'blocks'],
  accepted: ['海关已通过', 'confirmed'],
  discarded: ['已作废', 'struck'],
}

/** The lists that were made, and the evidence of R-104. */
export function SalePapers({ sale }: { sale: SaleDetail }) {
  const { saleId, drafts, documents } = sale
  const [error, setError] = useState<unknown>(null)
  async function attach(requirement: string, file: File) {
    setError(null)
    try {
      await call('domesticSales.attach', { saleId, requirement, fileId: await putFile(file) })
    } catch (problem) {
      setError(problem)
    }
  }
  async function detach(requirement: string, fileId: string) {
    setError(null)
    try {
      await call('domesticSales.detach', { saleId, requirement, fileId })
    } catch (problem) {
      setError(problem)
    }
  }
  const ended = sale.state === 'settled' || sale.state === 'discarded'
  const onDetach = ended ? undefined : (requirement: string, fileId: string) => void detach(requirement, fileId)
  const onAttach = sale.state === 'discarded' ? undefined : (requirement: string, file: File) => void attach(requirement, file)
  const isFirst = ({ required, files }: Paper) => required || files.length > 0
  const first = documents.filter(isFirst)
  const others = documents.filter((document) => !isFirst(document))
  return (
    <>
      <ErrorNotice error={error} />
      <div className={classes.papers}>
        <ul className={classes.list} aria-label="清单">
          {drafts.length === 0 && <li className={classes.quiet}>还没有生成清单。税款算齐后点“生成清单”。</li>}
          {drafts.map(({ draftId, innerNo, mode, state, listNo }) => {
            const [name, tone] = draftStates[state] ?? [state, 'neutral' as const]
            return (
              <li key={draftId}>
                <Tag tone={tone}>{name}</Tag>
                <span className={classes.grow}>{codeLabel(mode, supervisionModeName(mode))}</span>
                {listNo && (
                  <Link to={paths.list(sale.handbookNo, listNo)} className="mono">
                    {listNo}
                  </Link>
                )}
                <Link to={paths.listDraft(draftId)}>{innerNo || '打开草稿'}</Link>
              </li>
            )
          })}
        </ul>
        <ul className={classes.list} aria-label="凭证">
          {first.map((document) => (
            <Document key={document.requirement} {...document} onAttach={onAttach} onDetach={onDetach} />
          ))}
          {others.length > 0 && (
            <li>
              <details>
                <summary className={classes.quiet}>视情况附上的 {others.length} 种</summary>
                <ul className={classes.list}>
                  {others.map((document) => (
                    <Document key={document.requirement} {...document} onAttach={onAttach} onDetach={onDetach} />
                  ))}
                </ul>
              </details>
            </li>
          )}
        </ul>
      </div>
    </>
  )
}

type Paper = SaleDetail['documents'][number]

/** One kind of evidence with the files that are there. */
function Document({
  requirement,
  name,
  required,
  files,
  onAttach,
  onDetach,
}: Paper & {
  onAttach: ((requirement: string, file: File) => void) | undefined
  onDetach: ((requirement: string, fileId: string) => void) | undefined
}) {
  return (
    <li>
      <Tag tone={files.length > 0 ? 'accent' : required ? 'warns' : 'neutral'}>
        {files.length > 0 ? '已附' : required ? '应附' : '视情况'}
      </Tag>
      <span className={classes.grow}>
        {name}
        {files.map((file) => (
          <Fragment key={file.fileId}>
            <Button size="compact-xs" variant="subtle" onClick={() => saveStoredFile(file.fileId)}>
              {file.name}
            </Button>
            {onDetach && (
              <Button
                size="compact-xs"
                variant="subtle"
                color="gray"
                aria-label={`取下 ${file.name}`}
                onClick={() => onDetach(requirement, file.fileId)}
              >
                取下
              </Button>
            )}
          </Fragment>
        ))}
      </span>
      {onAttach && (
        <FileButton onChange={(file) => file && onAttach(requirement, file)}>
          {(props) => (
            <Button {...props} size="compact-xs" variant="default" aria-label={`附上 ${name}`}>
              附上文件
            </Button>
          )}
        </FileButton>
      )}
    </li>
  )
}
