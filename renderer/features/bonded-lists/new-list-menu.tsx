import { Button, Menu } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { modeOfBusiness } from '../../../shared/domain/list-business.ts'
import type { ListBusiness } from '../../../shared/contract/list-drafts.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { call } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { showError } from '../../components/export-table.ts'
import { businessGroups, businessName, modeLabel } from './list-draft-words.ts'
import classes from './list-draft.module.css'

/** 新建清单: what is done to the goods, in the field's words; only what the handbook's letter allows. */
export function NewListMenu({ handbookNo }: { handbookNo: string }) {
  const navigate = useNavigate()
  const [search, setSearch] = useSearchParams()
  const asked = search.get('new') === '1'
  const [opened, setOpened] = useState(false)
  const [busy, setBusy] = useState(false)
  const handbook = useOperation('handbooks.get', { handbookNo }).data
  const letter = handbookNo.slice(0, 1)
  const groups = businessGroups
    .map(([group, businesses]) => {
      const allowed = businesses.flatMap((business) => {
        const mode = modeOfBusiness(letter, business, handbook?.supervisionMode)
        return mode === undefined ? [] : [{ business, mode }]
      })
      return [group, allowed] as const
    })
    .filter(([, allowed]) => allowed.length > 0)
  // nothing more is entered in a closed book.
  if (groups.length === 0 || handbook?.state === 'closed') return null

  async function create(business: ListBusiness) {
    if (busy) return
    setBusy(true)
    try {
      const { draftId } = await call('listDrafts.create', { handbookNo, business })
      await navigate(paths.listDraft(draftId))
    } catch (error) {
      showError(error)
    } finally {
      setBusy(false)
    }
  }
  function change(next: boolean) {
    setOpened(next)
    // Back leads to the lists, not to the menu.
    if (!next && asked) setSearch((now) => without(now, 'new'), { replace: true })
  }
  return (
    <Menu opened={opened || asked} onChange={change} position="bottom-start" width={600} trapFocus returnFocus>
      <Menu.Target>
        <Button size="xs" leftSection={<IconPlus size={14} />} loading={busy}>
          新建清单
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.businesses}>
        {groups.map(([group, allowed]) => (
          <div key={group} className={classes.businessGroup}>
            <Menu.Label>{group}</Menu.Label>
            {allowed.map(({ business, mode }) => (
              <Menu.Item
                key={business}
                rightSection={<span className={classes.mode}>{modeLabel(mode)}</span>}
                onClick={() => void create(business)}
              >
                {businessName(business)}
              </Menu.Item>
            ))}
          </div>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function without(search: URLSearchParams, name: string): URLSearchParams {
  const next = new URLSearchParams(search)
  next.delete(name)
  return next
}
