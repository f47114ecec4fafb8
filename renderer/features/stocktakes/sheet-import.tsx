import { Button, Group } from '@mantine/core'
import { useMemo } from 'react'
import { Link } from 'react-router'
import type { Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { followJob, runJob, saveFile } from '../../app/engine.ts'
import { showError } from '../../components/export-table.ts'
import { ImportWizard } from '../../components/import/import-wizard.tsx'
import type { ImportKind } from '../../components/import/import-wizard.tsx'
import type { ImportSummary } from '../../components/import/preview.ts'
import { printCount } from '../../components/moment.ts'
import { Scroll } from '../../components/page.tsx'
import { keepStocktake } from './stocktake-writing.ts'
import type { StocktakeDetail } from './stocktake-words.ts'

/** A workbook of counts becomes one sheet of the stocktake. */
export function SheetImport({ stocktake }: { stocktake: StocktakeDetail }) {
  const { stocktakeId } = stocktake
  const kind = useMemo(() => importKind(stocktakeId), [stocktakeId])
  const template = async () => saveFile((await runJob('stocktakes.template', { stocktakeId })).fileId)
  return (
    <Scroll>
      <Group gap="sm">
        <Button size="compact-sm" variant="default" component={Link} to={`${paths.stocktake(stocktakeId)}?view=sheets`}>
          返回盘点表
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => void template().catch(showError)}>
          下载空白盘点表
        </Button>
      </Group>
      <ImportWizard kind={kind} />
    </Scroll>
  )
}

const importKind = (stocktakeId: string): ImportKind => ({
  what: '盘点表',
  expects:
    '工作簿（.xlsx）一行一项：类别（料件库存、在制品、成品库存、残次品、外发在外、已收未报、已送未报）、手册编号、货物（料件或成品）、备案序号或料号、数量；还可有：单耗版本号、完工比例、工序或地点、备注。有备案序号的行，数量按备案的申报单位；只有料号的行，按归并关系里料号的单位，或在单位一栏写明。已收未报的货不要在料件库存里再记，已送未报的货须仍算在库存里。没有清点的行留空。',
  inspect: async (fileId, follow) => {
    const found = await runJob('stocktakes.inspectSheet', { stocktakeId, fileId }, follow)
    return {
      sheets: found.recognised,
      changes: [['新增清点', `${printCount(found.rows)} 行`]],
      rejected: found.refused,
      rejectedTotal: found.refusedRows,
      warnings: [],
      canSkip: true,
      ...(found.rows === 0 && found.refusedRows === 0 && { impossible: '工作簿里没有填写数量的行' }),
    }
  },
  run: async (fileId, onBadRows, follow) =>
    summaryOf(
      stocktakeId,
      await runJob('stocktakes.importSheet', { stocktakeId, fileId, onlyGood: onBadRows === 'skip' }, follow),
    ),
  resume: async (jobId, follow) => summaryOf(stocktakeId, await followJob('stocktakes.importSheet', jobId, follow)),
})

function summaryOf(stocktakeId: string, done: Output<'stocktakes.importSheet'>): ImportSummary {
  keepStocktake(done.stocktake)
  return {
    message: done.imported > 0 ? `已导入盘点表，${printCount(done.imported)} 行` : '没有导入任何一行',
    counts: [
      ['新增清点', `${printCount(done.imported)} 行`],
      ['被拒', `${printCount(done.refusedRows)} 行`],
    ],
    rejected: [],
    ...(done.refusedFileId !== null && { rejectedFileId: done.refusedFileId }),
    warnings: [],
    links: [
      { label: '看差异', to: `${paths.stocktake(stocktakeId)}?view=differences` },
      { label: '看盘点表', to: `${paths.stocktake(stocktakeId)}?view=sheets` },
    ],
  }
}
