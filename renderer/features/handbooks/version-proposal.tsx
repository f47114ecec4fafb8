import { Text } from '@mantine/core'
import { useCallback, useState } from 'react'
import { useNavigate } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { call } from '../../app/engine.ts'
import { DeedDialog } from '../../components/deed-dialog.tsx'
import { productLabel, whyFrozen } from './frozen-version.ts'
import type { Version } from './frozen-version.ts'

/** The way to a new version of a product: asked for in several places, done in the change draft. */
export function useProposal(handbookNo: string) {
  const [of, setOf] = useState<Version | null>(null)
  const ask = useCallback((row: Version) => setOf(row), [])
  return { handbookNo, of, ask, close: () => setOf(null) }
}

export function VersionProposal({ proposal: { handbookNo, of, close } }: { proposal: ReturnType<typeof useProposal> }) {
  const navigate = useNavigate()
  if (!of) return null
  const { productSeq, version } = of
  return (
    <DeedDialog
      title={`${productLabel(of)}：提出新的单耗版本`}
      submitLabel="写入变更草稿"
      onSubmit={async () => {
        const { draftId } = await call('consumption.proposeVersion', { handbookNo, productSeq, version })
        await navigate(paths.draft(draftId, 'consumptions'))
      }}
      onClose={close}
    >
      <Text size="sm">{of.frozen ? `${whyFrozen(of)}。` : `版本 ${version} 还没有冻结，也可以在变更草稿里直接改它。`}</Text>
      <Text size="sm">
        版本 {version} 的 {of.materials} 项料件照抄到变更草稿的新版本下，改好后报海关变更。版本 {version}{' '}
        和已经按它出口的数量不变；新版本只用于海关准予变更以后的出口，各版本分别计算，不作平均（R-35）。
      </Text>
    </DeedDialog>
  )
}
