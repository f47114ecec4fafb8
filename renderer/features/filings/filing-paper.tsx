import { Definitions } from '../../components/definitions.tsx'
import { printInstant } from '../../components/moment.ts'
import { Paper, PaperPart } from '../../components/paper.tsx'
import { FilingChecks } from './filing-checks.tsx'
import { FilingFiles, Hash } from './filing-files.tsx'
import { FilingReceipts } from './filing-receipts.tsx'
import { filingKinds, filingStates } from './filing-words.ts'
import type { FilingDetail } from './filing-words.ts'

/** What is filed with the copy of the package: what was checked, what was signed, and by which key. */
export function FilingPaper({ filing }: { filing: FilingDetail }) {
  return (
    <Paper
      title={`${filingKinds[filing.kind]}单`}
      facts={[
        ['手册', filing.handbookNo],
        ...(filing.subject ? [['内部编号或期间', filing.subject] as const] : []),
        ...(filing.madeBy ? [['制单', filing.madeBy] as const] : []),
        ['状态', filingStates[filing.state].name],
        ['生成', printInstant(filing.createdAt)],
        ...(filing.signedAt ? [['签名', printInstant(filing.signedAt)] as const] : []),
      ]}
    >
      <PaperPart title="表头">
        <Definitions columns={2} items={filing.summary.map(({ label, value }) => [label, value] as const)} />
      </PaperPart>
      <PaperPart title="核对结果">
        <FilingChecks checks={filing.checks} />
      </PaperPart>
      <PaperPart title="文件">
        <FilingFiles files={filing.files} />
      </PaperPart>
      {filing.receipts.length > 0 && (
        <PaperPart title="回执">
          <FilingReceipts receipts={filing.receipts} />
        </PaperPart>
      )}
      {filing.packageSha256 && (
        <PaperPart title="申报包">
          <Definitions
            columns={2}
            items={[
              ['文件名', filing.packageName],
              ['序号', filing.sequence],
              ['签名密钥', filing.keyName],
            ]}
          />
          <div style={{ padding: '0 12px' }}>
            <Hash name="SHA-256" value={filing.packageSha256} />
          </div>
        </PaperPart>
      )}
    </Paper>
  )
}
