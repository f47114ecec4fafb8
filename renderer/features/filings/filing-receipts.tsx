import { Button } from '@mantine/core'
import { saveStoredFile } from '../../components/export-table.ts'
import { printInstant } from '../../components/moment.ts'
import { Tag } from '../../components/tag.tsx'
import classes from './filing.module.css'
import { receiptResults } from './filing-words.ts'
import type { Receipt } from './filing-words.ts'

const sources: Record<string, string> = {
  CommonResponeMessage: '导入客户端',
  PackageReceipt: '接收方的回执',
  manual: '登记结果',
}

/** What came back, newest first, in plain words; the bytes as they came are a click away. */
export function FilingReceipts({ receipts }: { receipts: readonly Receipt[] }) {
  return (
    <ul className={classes.receipts}>
      {receipts.toReversed().map((receipt) => {
        const { at, message, result, answeredOn, seqNo, handbookNo, notes, fileId, counted } = receipt
        const { name, tone } = receiptResults[result]
        const numbers = [seqNo && `统一编号 ${seqNo}`, handbookNo && `手册 ${handbookNo}`].filter(Boolean).join(' · ')
        return (
          <li key={at + message + result + answeredOn + notes.join('')}>
            <div className={classes.receiptHead}>
              <Tag tone={counted ? tone : 'struck'}>{name}</Tag>
              <span>{answeredOn}</span>
              <span className={classes.size}>
                {sources[message] ?? `海关回执 ${message}`} · {printInstant(at)} 收到
                {counted ? '' : ' · 已有更确定的结果，只作记录'}
              </span>
              {fileId && (
                <Button
                  size="compact-sm"
                  variant="default"
                  ml="auto"
                  className="no-print"
                  onClick={() => saveStoredFile(fileId)}
                  aria-label={`下载${name}回执`}
                >
                  下载
                </Button>
              )}
            </div>
            {numbers && <div className={classes.receiptNumbers}>{numbers}</div>}
            {notes.length > 0 && (
              <ol className={classes.notes}>
                {notes.map((note, index) => (
                  // oxlint-disable-next-line react/no-array-index-key -- customs may say the same twice
                  <li key={index}>{note}</li>
                ))}
              </ol>
            )}
          </li>
        )
      })}
    </ul>
  )
}
