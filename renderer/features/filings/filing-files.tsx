import { Button } from '@mantine/core'
import { saveStoredFile } from '../../components/export-table.ts'
import { printSize } from '../../components/moment.ts'
import classes from './filing.module.css'
import type { FilingDetail } from './filing-words.ts'

export function FilingFiles({ files }: { files: FilingDetail['files'] }) {
  return (
    <ul className={classes.files}>
      {files.map(({ name, size, sha256, sm3, fileId }) => (
        <li key={name}>
          <div className={classes.fileHead}>
            <strong>{name}</strong>
            <span className={classes.size}>{printSize(size)}</span>
            <Button
              size="compact-sm"
              variant="default"
              ml="auto"
              className="no-print"
              onClick={() => saveStoredFile(fileId)}
              aria-label={`下载 ${name}`}
            >
              下载
            </Button>
          </div>
          <Hash name="SHA-256" value={sha256} />
          <Hash name="SM3" value={sm3} />
        </li>
      ))}
    </ul>
  )
}

export function Hash({ name, value }: { name: string; value: string }) {
  return (
    <div className={classes.hash}>
      <span className={classes.hashName}>{name}</span>
      <span className="mono">{value}</span>
    </div>
  )
}
