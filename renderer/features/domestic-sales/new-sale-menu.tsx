import { Button, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { Link } from 'react-router'
import { saleKinds } from '../../../shared/contract/domestic-sales.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { useDrafts } from '../../state/drafts.ts'
import classes from './sale.module.css'
import { saleKindMeanings, saleKindNames } from './sale-words.ts'

/** The nine kinds in the field's words, each with what it is taxed on. */
export function NewSaleMenu({ handbookNo }: { handbookNo?: string | undefined }) {
  const drafts = useDrafts((state) => state.drafts)
  const kept = saleKinds.filter((kind) => drafts[`domesticSale.new.${kind}`])
  return (
    <>
      <Menu position="bottom-start" width={680} shadow="md">
        <Menu.Target>
          <Button size="xs" rightSection={<IconChevronDown size={14} aria-hidden />}>
            登记内销
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {saleKinds.map((kind) => (
            <Menu.Item
              key={kind}
              component={Link}
              to={`${paths.sale('new')}?kind=${kind}${handbookNo === undefined ? '' : `&handbook=${handbookNo}`}`}
            >
              <span className={classes.kind}>
                <span>{saleKindNames[kind]}</span>
                <span className={classes.quiet}>{saleKindMeanings[kind]}</span>
              </span>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {kept.map((kind) => (
        <Button key={kind} size="xs" variant="light" component={Link} to={`${paths.sale('new')}?kind=${kind}`}>
          接着录入没保存的{saleKindNames[kind]}
        </Button>
      ))}
    </>
  )
}
