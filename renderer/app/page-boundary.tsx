import { Component } from 'react'
import type { ReactNode } from 'react'
import { useLocation } from 'react-router'
import { ErrorNotice } from '../components/error-notice.tsx'
import { Page } from '../components/page.tsx'

interface Props {
  pathname: string
  children: ReactNode
}
interface State {
  pathname: string
  error: unknown
}

/** A page that breaks says so and leaves the rest of the window standing; another page is another try. */
export const PageBoundary = ({ children }: { children: ReactNode }) => (
  <Boundary pathname={useLocation().pathname}>{children}</Boundary>
)

class Boundary extends Component<Props, State> {
  override state: State = { pathname: this.props.pathname, error: null }

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error }
  }

  static getDerivedStateFromProps({ pathname }: Props, state: State): State | null {
    return pathname === state.pathname ? null : { pathname, error: null }
  }

  override render(): ReactNode {
    if (!this.state.error) return this.props.children
    return (
      <Page>
        <ErrorNotice error={this.state.error} action={{ label: '重试', onClick: () => this.setState({ error: null }) }} />
      </Page>
    )
  }
}
