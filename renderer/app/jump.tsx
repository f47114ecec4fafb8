import { useDebouncedValue } from '@mantine/hooks'
import { Spotlight } from '@mantine/spotlight'
import {
  IconBook2,
  IconBox,
  IconClipboardList,
  IconCornerDownRight,
  IconPackage,
  IconSearch,
  IconSend,
} from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { paths } from '../../shared/contract/paths.ts'
import { listBusinessTable } from '../../shared/domain/list-business.ts'
import { showError } from '../components/export-table.ts'
import { useOperatorChange } from '../state/operator-change.ts'
import { jumpStore } from '../state/jump.ts'
import { usePreferences } from '../state/preferences.ts'
import { runJob } from './engine.ts'
import { useOperation } from './queries.ts'

/** With the first letters of their pinyin. */
const places: readonly (readonly [label: string, initials: string, to: string])[] = [
  ['工作台', 'gzt', paths.workbench],
  ['手册', 'sc', paths.handbooks],
  ['草稿', 'cg', paths.drafts],
  ['新建手册备案', 'xjscba', paths.newDraft],
  ['清单', 'qd', '/lists'],
  ['清单草稿', 'qdcg', '/lists?view=drafts'],
  ['新建清单', 'xjqd', '/lists?new=1'],
  ['单耗版本', 'dhbb', paths.consumption('versions')],
  ['归并关系', 'gbgx', paths.consumption('mappings')],
  ['物料清单', 'wlqd', paths.consumption('boms')],
  ['工单', 'gd', paths.consumption('work-orders')],
  ['企业自核', 'qyzh', paths.consumption('self-verification')],
  ['单耗质疑', 'dhzy', paths.consumption('challenges')],
  ['收发货对照', 'sfhdz', paths.transfers('matching')],
  ['收发货单', 'sfhd', paths.transfers('deliveries')],
  ['登记收发货单', 'djsfhd', `${paths.transfers('deliveries')}?new=1`],
  ['深加工结转', 'sjgjz', paths.transfers('transfers')],
  ['读入结转包', 'drjzb', paths.importTransferPackage],
  ['余料结转', 'yljz', paths.transfers('surplus')],
  ['往来企业', 'wlqy', paths.transfers('partners')],
  ['核销平衡', 'hxph', '/write-off'],
  ['收尾清理', 'swql', paths.writeOff('clean-up')],
  ['盘点', 'pd', paths.writeOff('stocktakes')],
  ['申报箱', 'sbx', paths.filings],
  ['导入手册', 'drsc', paths.importHandbook],
  ['导入为草稿', 'drwcg', paths.importDraft],
  ['导入清单', 'drqd', paths.importLists()],
  ['导入回执', 'drhz', paths.importReceipts],
  ['导入收发货单', 'drsfhd', paths.importDeliveries],
  ['日历', 'rl', paths.reference('calendar')],
  ['单耗标准', 'dhbz', paths.reference('consumption-standards')],
  ['禁限类商品', 'jxlsp', paths.reference('controlled-goods')],
  ['经营状况及生产能力信息表', 'jyzkjscnlxxb', paths.reference('capability')],
  ['企业资料', 'qyzl', paths.settings('enterprise')],
  ['操作员', 'czy', paths.settings('operators')],
  ['操作日志', 'czrz', paths.settings('journal')],
  ['签名密钥', 'qmmy', paths.settings('keys')],
  ['备份与恢复', 'bfyhf', paths.settings('backups')],
  ['程序与账本', 'cxyzb', paths.settings('program')],
]
const icons = { handbook: IconBook2, bondedList: IconClipboardList, material: IconBox, product: IconPackage, filing: IconSend }
const kinds = { handbook: '手册', bondedList: '清单', material: '料件', product: '成品', filing: '申报' }

/** Ctrl+K: any page, action, handbook, list, part number or HS code, by code, Chinese or pinyin initials. */
export function Jump() {
  const navigate = useNavigate()
  const [query, setQuery] = useState('')
  const [text] = useDebouncedValue(query.trim(), 120)
  const found = useOperation('search.find', { text: text || ' ', limit: 20 }, { enabled: text !== '' }).data
  const handbooks = useOperation('handbooks.list', {}).data?.handbooks ?? []
  const last = usePreferences((state) => state.handbookNo)
  const handbookNo = handbooks.find((book) => book.handbookNo === last)?.handbookNo
  const wanted = query.trim().toLowerCase()
  const pages = places.filter(([label, initials]) => label.includes(wanted) || initials.includes(wanted))
  const reports = handbookNo !== undefined && ('生成报核'.includes(wanted) || 'scbh'.includes(wanted))
  const operators = useOperation('operators.list', {}).data?.operators ?? []
  const changeOperator = useOperatorChange((state) => state.open)
  const changes = operators.some(({ active }) => active) && ('换人'.includes(wanted) || 'hr'.includes(wanted))
  const listDrafts = (useOperation('listDrafts.list', { open: true }, { enabled: wanted !== '' }).data?.drafts ?? [])
    .filter(({ innerNo }) => wanted !== '' && innerNo.toLowerCase().includes(wanted))
    .slice(0, 10)
  const hits = wanted ? (found?.hits ?? []) : []
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // What the ledger finds comes a moment after what was typed: Enter takes the first of it too.
    if (wanted === '' || list.current?.querySelector('[data-selected]')) return
    list.current?.querySelector('[data-action]')?.setAttribute('data-selected', 'true')
    jumpStore.updateState((state) => ({ ...state, selected: 0 }))
  })
  async function createReport(no: string) {
    try {
      const { filingId } = await runJob('filings.createWriteOffReport', { handbookNo: no })
      await navigate(paths.filing(filingId))
    } catch (error) {
      showError(error)
    }
  }
  return (
    <Spotlight.Root
      store={jumpStore}
      query={query}
      onQueryChange={setQuery}
      // What it clears at the end of its own closing may not come to be, where another dialog opens meanwhile.
      onSpotlightClose={() => setQuery('')}
      shortcut={['mod + K']}
      tagsToIgnore={[]}
      scrollable
      maxHeight={480}
      size={640}
      centered={false}
      yOffset={80}
      overlayProps={{ blur: 0, backgroundOpacity: 0.2 }}
    >
      <Spotlight.Search
        // Whoever types on at once writes here, not into the page beneath.
        autoFocus
        placeholder="编号、料号、商品编码、名称或拼音首字母"
        leftSection={<IconSearch size={18} aria-hidden />}
      />
      <Spotlight.ActionsList ref={list}>
        {(pages.length > 0 || reports || changes) && (
          <Spotlight.ActionsGroup label="页面与操作">
            {pages.map(([label, , to]) => (
              <Spotlight.Action
                key={label}
                label={label}
                leftSection={<IconCornerDownRight size={18} stroke={1.6} aria-hidden />}
                onClick={() => void navigate(to)}
              />
            ))}
            {changes && (
              <Spotlight.Action
                label="换人"
                leftSection={<IconCornerDownRight size={18} stroke={1.6} aria-hidden />}
                onClick={changeOperator}
              />
            )}
            {reports && (
              <Spotlight.Action
                label="生成报核"
                description={`手册　${handbookNo}`}
                leftSection={<IconCornerDownRight size={18} stroke={1.6} aria-hidden />}
                onClick={() => void createReport(handbookNo)}
              />
            )}
          </Spotlight.ActionsGroup>
        )}
        {listDrafts.length > 0 && (
          <Spotlight.ActionsGroup label="清单草稿">
            {listDrafts.map(({ draftId, innerNo, business, handbookNo: no }) => (
              <Spotlight.Action
                key={draftId}
                label={innerNo}
                description={`${listBusinessTable[business].name}　手册 ${no}`}
                leftSection={<IconClipboardList size={18} stroke={1.6} aria-hidden />}
                onClick={() => void navigate(paths.listDraft(draftId))}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {hits.length > 0 && (
          <Spotlight.ActionsGroup label="账本里">
            {hits.map(({ kind, title, detail, to }) => {
              const Icon = icons[kind]
              return (
                <Spotlight.Action
                  key={`${kind}${to}${title}`}
                  label={title}
                  description={`${kinds[kind]}　${detail}`}
                  leftSection={<Icon size={18} stroke={1.6} aria-hidden />}
                  onClick={() => void navigate(to)}
                />
              )
            })}
          </Spotlight.ActionsGroup>
        )}
        {hits.length === 0 && listDrafts.length === 0 && pages.length === 0 && !reports && !changes && (
          <Spotlight.Empty>没有找到「{query}」</Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}
