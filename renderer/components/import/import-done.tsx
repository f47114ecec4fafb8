import { Button, Group, Text } from '@mantine/core'
import { Link } from 'react-router'
import { saveStoredFile } from '../export-table.ts'
import { printCount } from '../moment.ts'
import { Notice } from '../notice.tsx'
import { Panel } from '../page.tsx'
import classes from './import.module.css'
import type { ImportSummary } from './preview.ts'
import { RefusedRows } from './refused-rows.tsx'

/** A link takes no `autoFocus`. */
const focusOnMount = (link: HTMLAnchorElement | null): void => link?.focus()

export function ImportDone({ summary, onAnother }: { summary: ImportSummary; onAnother: () => void }) {
  const { rejectedFileId } = summary
  return (
    <>
      <Notice severity="done">
        <Text fw={600}>{summary.message}</Text>
        <Group mt="sm" gap="sm">
          {summary.links.map(({ label, to }, index) => (
            <Button
              key={to}
              component={Link}
              to={to}
              variant={index === 0 ? 'filled' : 'default'}
              {...(index === 0 && { ref: focusOnMount })}
            >
              {label}
            </Button>
          ))}
          {rejectedFileId && (
            <Button variant="default" onClick={() => saveStoredFile(rejectedFileId)}>
              下载被拒行工作簿
            </Button>
          )}
          <Button variant="default" onClick={onAnother}>
            再导入一个文件
          </Button>
        </Group>
      </Notice>
      {summary.warnings.map((warning) => (
        <Notice key={warning} severity="warns">
          {warning}
        </Notice>
      ))}
      <Panel title="结果">
        <dl className={classes.changes}>
          {summary.counts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </Panel>
      {summary.rejected.length > 0 && (
        <Panel title={`被拒的行（${printCount(summary.rejected.length)}）`}>
          <RefusedRows rows={summary.rejected} total={summary.rejected.length} />
        </Panel>
      )}
    </>
  )
}
